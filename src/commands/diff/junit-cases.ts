import { INVOCATION } from "../../plugin-name.ts";
import type { JUnitCase, JUnitSuite } from "../../render/junit.ts";
import { eachOnce } from "./holders.ts";
import type { DifferenceReport, FailedReport, SchemaDiff } from "./report.ts";
import type { MissingType, NotCompared } from "./undescribed.ts";

/**
 * Returns the comparison as a JUnit suite: a case for each difference, each finding, each pod without a schema, and each service
 * or type without a description. Where there are none, the suite has one passed case.
 */
export function junitSuite(diff: SchemaDiff): JUnitSuite {
	const cases = [
		...diff.differences.map(differenceCase),
		...diff.findings.map(findingCase),
		...eachOnce(diff.failed).map(failedCase),
		...diff.notCompared.map(notComparedCase),
		...diff.missingTypes.map(missingTypeCase),
	];
	return {
		name: `${INVOCATION} diff`,
		cases: cases.length > 0 ? cases : [SAME],
	};
}

const SAME: JUnitCase = {
	className: "schema",
	name: "all serve the same schema",
	durationMs: 0,
	outcome: { kind: "passed" },
	output: "",
};

function failedCase({
	namespace,
	name,
	counted,
	failure: { code, message, hint },
}: FailedReport): JUnitCase {
	return {
		className: "pods",
		name: namespace ? `${namespace}/${name}` : name,
		durationMs: 0,
		outcome: counted
			? { kind: "error", type: code, message }
			: { kind: "skipped", message },
		output: hint.join("\n"),
	};
}

function notComparedCase({ service, reason }: NotCompared): JUnitCase {
	return skippedCase("services", service, `it is not described: ${reason}`);
}

function missingTypeCase({ type, reason }: MissingType): JUnitCase {
	return skippedCase("types", type, `it is not declared: ${reason}`);
}

function skippedCase(
	className: string,
	name: string,
	message: string,
): JUnitCase {
	const outcome = { kind: "skipped", message } as const;
	return { className, name, durationMs: 0, outcome, output: "" };
}

function findingCase({
	subject,
	finding: { code, severity, message, fix },
}: SchemaDiff["findings"][number]): JUnitCase {
	return {
		className: "findings",
		name: `${code} ${subject}`,
		durationMs: 0,
		outcome:
			severity === "error"
				? { kind: "failure", type: code, message }
				: { kind: "passed" },
		output: `${code} ${severity}: ${message}\nfix: ${fix}`,
	};
}

function differenceCase({
	symbol,
	from,
	to,
	breaks,
	rules,
	lines,
}: DifferenceReport): JUnitCase {
	return {
		className: `schema.${from}-${to}`,
		name: symbol,
		durationMs: 0,
		outcome:
			breaks.length === 0
				? { kind: "passed" }
				: {
						kind: "failure",
						type: breaks.join(","),
						message: rules.map(({ reason }) => reason).join("; "),
					},
		output: lines
			.map(({ side, text }) => `${side === "before" ? "-" : "+"} ${text}`)
			.join("\n"),
	};
}
