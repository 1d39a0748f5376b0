import { escapeBlock, escapeTerminal } from "./escape.ts";

/** The outcome of a test case. `failure`: it was tested and is bad. `error`: it could not be tested. */
export type JUnitOutcome =
	| { readonly kind: "passed" }
	| { readonly kind: "skipped"; readonly message: string }
	| {
			readonly kind: "failure" | "error";
			/** One word for the kind of failure, such as a status. */
			readonly type: string;
			readonly message: string;
	  };

export type JUnitCase = {
	/** The group of a case in most CI systems: `namespace.pod`. */
	readonly className: string;
	readonly name: string;
	readonly durationMs: number;
	readonly outcome: JUnitOutcome;
	/** More text about the outcome. It may have several lines. */
	readonly output: string;
};

export type JUnitSuite = {
	readonly name: string;
	readonly cases: readonly JUnitCase[];
};

const ENTITIES: Readonly<Record<string, string>> = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	'"': "&quot;",
};

function escapeMarkup(text: string): string {
	return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? "");
}

/** Returns attributes in order. What XML forbids is part of what a terminal must not get, so one escape suffices. */
function attributes(values: Readonly<Record<string, string | number>>): string {
	return Object.entries(values)
		.map(([name, value]) => {
			return ` ${name}="${escapeMarkup(escapeTerminal(String(value)))}"`;
		})
		.join("");
}

/** Returns a duration in seconds, as JUnit expects it. */
function seconds(durationMs: number): string {
	return (durationMs / 1000).toFixed(3);
}

function outcomeLines(outcome: JUnitOutcome): readonly string[] {
	switch (outcome.kind) {
		case "passed":
			return [];
		case "skipped":
			return [`<skipped${attributes({ message: outcome.message })}/>`];
		case "failure":
		case "error": {
			const { kind, message, type } = outcome;
			return [`<${kind}${attributes({ message, type })}/>`];
		}
	}
}

function caseLines(testCase: JUnitCase): readonly string[] {
	const { className, name, durationMs, outcome, output } = testCase;
	const inside = [...outcomeLines(outcome)];
	if (output !== "")
		inside.push(
			`<system-out>${escapeMarkup(escapeBlock(output))}</system-out>`,
		);
	const head = `<testcase${attributes({ classname: className, name, time: seconds(durationMs) })}`;
	return inside.length === 0
		? [`    ${head}/>`]
		: [
				`    ${head}>`,
				...inside.map((line) => `      ${line}`),
				"    </testcase>",
			];
}

function totals(cases: readonly JUnitCase[]) {
	const count = (kind: JUnitOutcome["kind"]) =>
		cases.filter(({ outcome }) => outcome.kind === kind).length;
	return {
		tests: cases.length,
		failures: count("failure"),
		errors: count("error"),
		skipped: count("skipped"),
		time: seconds(cases.reduce((sum, { durationMs }) => sum + durationMs, 0)),
	};
}

/** Returns suites as JUnit XML for CI systems (the format of Jenkins' xUnit plugin and of GitLab). */
export function printJUnit(suites: readonly JUnitSuite[]): string {
	const all = suites.flatMap(({ cases }) => cases);
	const lines = [
		'<?xml version="1.0" encoding="UTF-8"?>',
		`<testsuites${attributes(totals(all))}>`,
	];
	for (const { name, cases } of suites) {
		lines.push(
			`  <testsuite${attributes({ name, ...totals(cases) })}>`,
			...cases.flatMap(caseLines),
			"  </testsuite>",
		);
	}
	return `${[...lines, "</testsuites>"].join("\n")}\n`;
}
