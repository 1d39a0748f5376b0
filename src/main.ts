import type { RunContext } from "./cli/run-context.ts";

/** A pod of the sandbox is this same program, forked with this variable set. */
const POD_VARIABLE = "KUBECTL_GRPC_SANDBOX_POD";

if (process.env[POD_VARIABLE] === undefined) await main();
else await import("./sandbox/pod/main.ts");

async function main(): Promise<void> {
	const [
		{ runCommandLine },
		{ COMMANDS, COMPLETERS, FIRST_EXAMPLES },
		{ EXIT_STATUS },
	] = await Promise.all([
		import("./cli/run.ts"),
		import("./cli/table.ts"),
		import("./cli/exit-status.ts"),
	]);
	const interruption = new AbortController();
	const interrupt = () => {
		if (interruption.signal.aborted) process.exit(EXIT_STATUS.interrupted);
		interruption.abort();
	};
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
		process.on(signal, interrupt);
	let stderr: typeof process.stderr | undefined;
	const errors = () => {
		// When it is full or closed nobody is left to be told.
		stderr ??= process.stderr.on("error", () => {});
		return stderr;
	};
	process.stdout.on("error", (error: NodeJS.ErrnoException) => {
		// `kubectl grpc health | head -1` closes our output early; that is no error of anybody.
		if (error.code === "EPIPE") process.exit(EXIT_STATUS.ok);
		errors().write(`error: standard output: ${error.message}\n`);
		process.exit(EXIT_STATUS.failed);
	});
	// Node makes each stream when it is first asked for; most runs read nothing and fail at nothing.
	const context: RunContext = {
		get stdin() {
			return process.stdin;
		},
		stdout: process.stdout,
		get stderr() {
			return errors();
		},
		env: process.env,
		signal: interruption.signal,
		now: Date.now,
	};
	const status = await runCommandLine(context, process.argv.slice(2), {
		commands: COMMANDS,
		completers: COMPLETERS,
		examples: FIRST_EXAMPLES,
	});
	process.exitCode = interruption.signal.aborted
		? EXIT_STATUS.interrupted
		: status;
	// Whoever waits for the result need not wait for connections to close, for a credential plugin that is too slow for a
	// completion, and for Node.js to take its heap apart. A pipe of Windows is written to in the background.
	const unwrittenBytes =
		process.stdout.writableLength + (stderr?.writableLength ?? 0);
	// A write that failed is told of before the next turn.
	if (unwrittenBytes === 0) setImmediate(() => process.exit());
}
