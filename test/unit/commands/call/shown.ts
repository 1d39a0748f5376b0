import { PassThrough } from "node:stream";
import { parseArguments } from "../../../../src/cli/parse-arguments.ts";
import { CALL_FLAGS } from "../../../../src/commands/call/command.ts";
import { callPlan } from "../../../../src/commands/call/options.ts";
import type { Shown } from "../../../../src/commands/call/run-of.ts";

/** Runs `call deploy/x Get` with these flags on pipes, and returns what it prints on stderr. */
export function shownAs(
	...flags: readonly string[]
): Shown & { readonly stderr: PassThrough } {
	const stderr = new PassThrough();
	const args = parseArguments(["deploy/x", "Get", ...flags], CALL_FLAGS);
	const { signal } = new AbortController();
	const context = {
		// A pipe has every member of these types that the code uses.
		stdin: new PassThrough() as unknown as NodeJS.ReadStream,
		stdout: new PassThrough() as unknown as NodeJS.WriteStream,
		stderr: stderr as unknown as NodeJS.WriteStream,
		env: {},
		signal,
		now: Date.now,
	};
	const page = { kind: "pipe", colour: "plain" } as const;
	return { context, args, plan: callPlan(args, {}, signal), page, stderr };
}
