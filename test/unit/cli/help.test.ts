import { describe, expect, test } from "vitest";
import {
	commandHelp,
	optionsHelp,
	overviewHelp,
} from "../../../src/cli/help.ts";
import { helpLayout } from "../../../src/cli/help-layout.ts";
import { INHERITED_FLAGS } from "../../../src/cli/inherited-flags.ts";
import { COMMANDS, FIRST_EXAMPLES } from "../../../src/cli/table.ts";

const terminal = await helpLayout({ isTTY: true, columns: 80 });
const pipe = await helpLayout({ isTTY: false, columns: 0 });

/** Columns of a line, a tab leading to the eighth. */
const columns = (line: string) => line.replaceAll("\t", " ".repeat(8)).length;

describe.each(COMMANDS.map((command) => [command.name, command] as const))(
	"%s --help",
	(_name, command) => {
		test("says what it does in a line, then examples, then flags by group, then usage", () => {
			const text = commandHelp(command, pipe);
			expect(text.startsWith(`${command.summary}.\n\nExamples:\n`)).toBe(true);
			const headings = [...text.matchAll(/^([A-Z][\w ]+):$/gm)].map(
				([, heading]) => heading,
			);
			expect(headings[0]).toBe("Examples");
			expect(headings.at(-1)).toBe("Usage");
			expect(headings).not.toContain("Which cluster");
			for (const detail of command.details) expect(text).toContain(detail);
		});

		test("leaves the inherited flags to options", () => {
			expect(commandHelp(command, pipe)).not.toMatch(/^ +--context=/m);
			expect(commandHelp(command, pipe)).toContain('"kubectl grpc options"');
		});

		test("fits 80 columns, save for examples that are copied", () => {
			const text = commandHelp(command, terminal).split("\n");
			const wide = text.filter((line) => columns(line) > 80);
			expect(wide.filter((line) => !line.startsWith("  kubectl"))).toEqual([]);
		});
	},
);

test("a default is told as one, be it called default", () => {
	const sandbox = COMMANDS.find(({ name }) => name === "sandbox");
	expect(sandbox && commandHelp(sandbox, pipe)).toContain(
		"lists all of them. Default: default.",
	);
});

test("options lists every inherited flag", () => {
	const text = optionsHelp(INHERITED_FLAGS, pipe);
	for (const name of Object.keys(INHERITED_FLAGS))
		expect(text).toMatch(new RegExp(`^ +(-\\w, )?--?${name}[=[:]`, "m"));
});

test("the overview fits 80 columns, with summaries below each other", () => {
	const text = overviewHelp(COMMANDS, FIRST_EXAMPLES, terminal);
	for (const line of text.split("\n"))
		expect(columns(line)).toBeLessThanOrEqual(80);
	expect(text).toMatch(/\n {2}health +Check .*\n {10,}\S/);
});
