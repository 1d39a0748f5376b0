import { isAddress } from "../../../cli/endpoint-target.ts";
import { INVOCATION } from "../../../plugin-name.ts";
import type { JUnitCase, JUnitSuite } from "../../../render/junit.ts";
import type { TargetWithoutPods } from "../facts.ts";
import { lackOf } from "../lacking-text.ts";
import type { CheckReport, HealthReport, PodReport } from "../report.ts";
import { NO_STATUS } from "../unknown-service.ts";

/**
 * Returns the report as a JUnit suite: one test case for each pod and service, and one for each target without pods. Pods that are
 * not expected to serve are skipped.
 */
export function junitSuite(report: HealthReport): JUnitSuite {
	return {
		name: `${INVOCATION} health`,
		cases: [
			...report.pods.flatMap((pod) =>
				pod.checks.map((check) => junitCase(pod, check)),
			),
			...report.targetsWithoutPods.map(lackingCase),
		],
	};
}

/** The names of the test cases that a target fails, by what it lacks. */
const EXPECTED: Readonly<Record<ReturnType<typeof lackOf>, string>> = {
	"any pods": "has pods",
	pods: "has all its pods",
	rollout: "is rolled out",
	object: "exists",
};

function lackingCase(target: TargetWithoutPods): JUnitCase {
	const { origin, code, message, hint } = target;
	return {
		className: origin,
		name: EXPECTED[lackOf(target)],
		durationMs: 0,
		outcome: { kind: "error", type: code, message },
		output: hint.join("\n"),
	};
}

function junitCase(pod: PodReport, check: CheckReport): JUnitCase {
	return {
		className: isAddress(pod) ? pod.name : `${pod.namespace}.${pod.name}`,
		name:
			check.service === ""
				? "health of the server"
				: `health of ${check.service}`,
		durationMs: check.latencyMs ?? 0,
		outcome: outcomeOf(pod, check),
		output: pod.findings
			.map(
				({ code, severity, message, fix }) =>
					`${code} ${severity}: ${message}\nfix: ${fix}`,
			)
			.join("\n"),
	};
}

function outcomeOf(pod: PodReport, check: CheckReport): JUnitCase["outcome"] {
	if (!pod.counted) return { kind: "skipped", message: pod.status };
	if (check.status === "SERVING") return { kind: "passed" };
	if (check.status === NO_STATUS)
		return {
			kind: "skipped",
			message: "the server keeps no health status of it",
		};
	const message = check.message ?? check.status;
	// JUnit distinguishes "could not be tested" (error) from "was tested and is bad" (failure).
	return check.code === null
		? { kind: "error", type: check.status, message }
		: { kind: "failure", type: check.status, message };
}
