import { expect, test } from "vitest";
import { INHERITED_FLAGS } from "../../../src/cli/inherited-flags.ts";
import { parseArguments } from "../../../src/cli/parse-arguments.ts";
import { splitCommand } from "../../../src/cli/split-command.ts";
import { VERBOSITY_FLAGS, verbosityOf } from "../../../src/cli/verbosity.ts";
import { runInProcess } from "../../in-process.ts";

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

test("a level before the subcommand is not the subcommand", async () => {
	const { status, stdout, stderr } = await runInProcess(
		["-v", "6", "version", "--client"],
		{ env: {} },
	);
	expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
	expect(stdout).toMatch(/^Client Version: /);
});

test("words behind the subcommand are left as they are typed", () => {
	const behind = ["call", "x", "-d", "-n", "-servername", "y"];
	expect(splitCommand(["-n", "shop", ...behind], INHERITED_FLAGS)).toEqual({
		name: "call",
		rest: ["--namespace=shop", ...behind.slice(1)],
	});
});

test.each([
	[["health", "-v=9"], 9],
	[["health", "-v", "9", "--nonsense"], 9],
	[["health", "-v9"], 9],
	[["health", "--v=9"], 9],
	[["health", "-v"], 0],
	[["health", "-verbose9"], 0],
])("for a line that cannot be parsed: %j is %d", (argv, expected) => {
	expect(verbosityOf(argv)).toBe(expected);
});
