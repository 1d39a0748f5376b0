import { expect, test } from "vitest";
import { NOT_KNOWN } from "../../../../../src/commands/call/facts.ts";
import type { StatusReport } from "../../../../../src/commands/call/status-report.ts";
import { failureLines } from "../../../../../src/commands/call/views/failure.ts";
import { printLines } from "../../../../../src/render/page.ts";
import type {
	DetailFacts,
	StatusDetail,
} from "../../../../../src/schema/details/status-details.ts";

const detail = (facts: DetailFacts): StatusDetail => ({
	typeUrl: "type.googleapis.com/x.Y",
	json: { "@type": "type.googleapis.com/x.Y" },
	...facts,
});

function shown(...details: readonly StatusDetail[]): string {
	return shownWith("bad \x1b[31mid", details);
}

function shownWith(
	message: string,
	details: readonly StatusDetail[] = [],
): string {
	const report: StatusReport = {
		code: 3,
		name: "INVALID_ARGUMENT",
		message,
		source: "server",
		details: details.map(({ json }) => json),
	};
	const circumstances = {
		maxReceiveBytes: 1,
		keepaliveTimeMs: undefined,
		deadlineMs: undefined,
		callMs: 0,
		credentials: "none",
		compress: undefined,
		served: NOT_KNOWN,
	} as const;
	const lines = failureLines({ report, details }, circumstances);
	return printLines(lines, { kind: "pipe", colour: "plain" });
}

test.each<[DetailFacts, string]>([
	[
		{
			kind: "bad-request",
			violations: [
				{ field: "user.id", description: "is too\nlong", reason: "" },
				{ field: "name", description: "is missing", reason: "" },
			],
		},
		"  field user.id: is too\\nlong\n  field name: is missing\n",
	],
	[{ kind: "retry-info", delayMs: 1500 }, "  retry after 1.5s\n"],
	[
		{ kind: "debug-info", detail: "boom", stack: ["a.go:1", "b.go:2"] },
		"  debug boom\n    a.go:1\n    b.go:2\n",
	],
	[
		{
			kind: "error-info",
			reason: "STOCKOUT",
			domain: "shop.example",
			metadata: { zone: "a" },
		},
		"  reason STOCKOUT of shop.example\n    zone: a\n",
	],
	[
		{ kind: "help", links: [{ description: "see", url: "https://x" }] },
		"  help see: https://x\n",
	],
	[
		{ kind: "unknown", base64: "AA==" },
		'  detail {"@type":"type.googleapis.com/x.Y"}\n',
	],
])("details: %j", (facts, lines) => {
	expect(shown(detail(facts))).toBe(
		`error: INVALID_ARGUMENT: bad \\x1b[31mid\n${lines}`,
	);
});

test.each([
	[
		"are shown as lines, each escaped",
		"boom:\n\tat main.go:1\r\n  \x1b[2Jat b\n",
		"INVALID_ARGUMENT: boom:\n               at main.go:1\n         \\x1b[2Jat b\n",
	],
	[
		"of the interop tests begin with none",
		"\t\ntest with whitespace\r\nand Unicode BMP ☺\t\n",
		"INVALID_ARGUMENT\n       test with whitespace\n       and Unicode BMP ☺\n",
	],
	["that say nothing are none", "\n\n", "INVALID_ARGUMENT\n"],
])("lines of a message %s", (_, message, lines) => {
	expect(shownWith(message)).toBe(`error: ${lines}`);
});

test("of a message of many lines the beginning is shown", () => {
	const lines = Array.from({ length: 1_041 }, (_, at) => `line ${at + 1}`);
	expect(shownWith(lines.join("\n")).trimEnd().split("\n").slice(39)).toEqual([
		"       line 40",
		"       … 1,001 lines more, in -o json",
	]);
});
