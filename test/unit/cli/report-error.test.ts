import { expect, test } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
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

test.each([
	[0, "what -v=9 prints"],
	[9, "what is above"],
])(
	"a bug of ours says with -v=%i what to report, and where",
	(verbosity, what) => {
		const shown = formatError(new PluginError("internal", "boom"), verbosity);
		expect(shown.trimEnd().split("\n").at(-1)).toBe(
			`  this is a bug in the plugin. Please report it with ${what} and the output of "kubectl grpc version": ${manifest.homepage}/issues`,
		);
	},
);
