// Runs the plugin's command line in this process. Starting Node.js for each of many hundred runs would take most of a suite's
// time.
import { PassThrough } from "node:stream";
import { runCommandLine } from "../src/cli/run.ts";
import { COMMANDS, COMPLETERS } from "../src/cli/table.ts";

/** What a run gets. It works in this process's current folder. */
export type Given = {
	readonly env: NodeJS.ProcessEnv;
	/** Its standard input; empty by default. */
	readonly input?: string | undefined;
	readonly signal?: AbortSignal;
};

/** What a finished run printed, and its exit status. */
export type Finished = {
	readonly stdout: string;
	readonly stderr: string;
	readonly status: number;
};

/** Runs the plugin as a shell would, with pipes for its streams. */
export async function runInProcess(
	argv: readonly string[],
	{ env, input, signal = new AbortController().signal }: Given,
): Promise<Finished> {
	const stdin = new PassThrough();
	stdin.end(input);
	const [stdout, stderr] = [new PassThrough(), new PassThrough()];
	const printed = [textOf(stdout), textOf(stderr)];
	const status = await runCommandLine(
		{
			// A pipe has every member of these types that the plugin uses.
			stdin: stdin as unknown as NodeJS.ReadStream,
			stdout: stdout as unknown as NodeJS.WriteStream,
			stderr: stderr as unknown as NodeJS.WriteStream,
			env,
			signal,
			now: Date.now,
		},
		argv,
		{ commands: COMMANDS, completers: COMPLETERS, examples: [] },
	);
	stdout.end();
	stderr.end();
	const [out = "", err = ""] = await Promise.all(printed);
	return { status, stdout: out, stderr: err };
}

async function textOf(stream: PassThrough): Promise<string> {
	return Buffer.concat(await stream.toArray()).toString("utf8");
}
