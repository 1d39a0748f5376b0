import { expect, test } from "vitest";
import { formatError } from "../../../src/cli/report-error.ts";
import { PluginError } from "../../../src/errors.ts";

const error = (message: string) =>
	new PluginError("schema", message, {
		hint: ["give the schema with --proto"],
	});

test("a message of several lines is shown as lines, each escaped", () => {
	const said = "UNKNOWN: boom:\n\tat main.go:1\r\n\x1b[2Jat b\n";
	expect(formatError(error(said), 0)).toBe(
		`error: UNKNOWN: boom:
               at main.go:1
       \\x1b[2Jat b
  give the schema with --proto
`,
	);
});

test("of a message of many lines the beginning is shown, and all with the stack", () => {
	const said = Array.from({ length: 50 }, (_, at) => `line ${at + 1}`);
	const shown = formatError(error(said.join("\n")), 0);
	expect(shown.split("\n").slice(39, 41)).toEqual([
		"       line 40",
		"       … 10 lines more, with -v=9",
	]);
	expect(formatError(error(said.join("\n")), 9)).toContain("line 50");
});
