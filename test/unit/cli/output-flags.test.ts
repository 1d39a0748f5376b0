import { expect, test } from "vitest";
import { COMMANDS } from "../../../src/cli/table.ts";

const context = {
	stdin: process.stdin,
	stdout: process.stdout,
	stderr: process.stderr,
	env: {},
	signal: new AbortController().signal,
	now: () => 0,
};

const withOutput = COMMANDS.flatMap((command) => {
	const { output } = command.flags;
	return output === undefined ? [] : [[command.name, command, output] as const];
});

test("there are such commands", () => {
	expect(withOutput.length).toBeGreaterThan(4);
});

test.each(withOutput)(
	"the formats that %s names for -o are those that it has",
	async (_name, command, { help }) => {
		const takesTarget = command.usage.includes("TARGET");
		const words = takesTarget ? ["deploy/x", "pkg.Service/Method"] : [];
		const argv = [...words, "-o", "none-such"];
		const failed = await command
			.execute(context, argv)
			.catch((e: unknown) => e);
		expect(failed).toMatchObject({
			message: 'unknown output format "none-such"',
			hint: [help.replace("One of", "one of").replace(/\.$/, "")],
		});
	},
);
