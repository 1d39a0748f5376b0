import { expect, test } from "vitest";
import { parseArguments } from "../../../src/cli/parse-arguments.ts";
import { splitCommand } from "../../../src/cli/split-command.ts";
import { VERBOSITY_FLAGS, verbosityOf } from "../../../src/cli/verbosity.ts";

test.each([
	[["-v=6"], 6],
	[["-v6"], 6],
	[["-v", "6"], 6],
	[["--v=6"], 6],
	[["--v", "6"], 6],
	[["-v"], 1],
	[["-vv"], 2],
])("%j is level %d, and the next word is the target", (level, expected) => {
	const { words, flags } = parseArguments(
		[...level, "deploy/x"],
		VERBOSITY_FLAGS,
	);
	expect({ words, v: flags.v }).toEqual({ words: ["deploy/x"], v: expected });
});

test("a level before the subcommand is not the subcommand", () => {
	expect(splitCommand(["-v", "6", "health"], VERBOSITY_FLAGS).name).toBe(
		"health",
	);
});

test.each([
	[["health", "-v=9"], 9],
	[["health", "-v", "9", "--nonsense"], 9],
	[["health", "-v9"], 9],
	[["health", "--v=9"], 9],
	[["health", "-v"], 0],
	[["health", "-verbose9"], 0],
])("of a line that cannot be parsed: %j is %d", (argv, expected) => {
	expect(verbosityOf(argv)).toBe(expected);
});
