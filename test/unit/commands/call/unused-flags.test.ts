import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { printUnusedFlags } from "../../../../src/commands/call/unused-flags.ts";
import { shownAs } from "./shown.ts";

async function told(...flags: readonly string[]): Promise<string> {
	const run = shownAs(...flags);
	printUnusedFlags(run);
	run.stderr.end();
	return text(run.stderr);
}

test.each([
	["--emit-defaults"],
	["--format=text"],
	["--format=text", "--emit-defaults", "-o", "json"],
	["--format=text", "--proto-names", "--all-pods"],
])("%s %s %s: nothing is unused", async (...flags) => {
	expect(await told(...flags)).toBe("");
});

test.each(["--repeat=2", "--repeat=2 --all-pods", "--repeat=2 -o json"])(
	"each flag that is for responses, with %s",
	async (repeat) => {
		const flags = ["--emit-defaults", "--proto-names", "--enum-numbers"];
		const printed = await told(...repeat.split(" "), ...flags);
		expect(printed.trimEnd().split("\n")).toEqual(
			flags.map(
				(flag) =>
					`warning: ${flag} is for responses, and --repeat prints counts in their place`,
			),
		);
	},
);

test.each(["text", "binary"])(
	"each flag that is for JSON, with --format %s",
	async (format) => {
		const flags = ["--emit-defaults", "--proto-names", "--enum-numbers"];
		const printed = await told(`--format=${format}`, ...flags);
		expect(printed.trimEnd().split("\n")).toEqual(
			flags.map(
				(flag) =>
					`warning: ${flag} is for JSON, and --format ${format} prints none`,
			),
		);
	},
);
