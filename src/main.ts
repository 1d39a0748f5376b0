import type { RunContext } from "./cli/run-context.ts";
import { whyUnwritable } from "./file-error.ts";
import { POD_VARIABLE } from "./sandbox/pod/messages.ts";

// A pod of the sandbox is this same program, forked with the variable set.
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
	dropColourWarning();
	const interruption = interruptedBySignals(EXIT_STATUS.interrupted);
	let stderr: typeof process.stderr | undefined;
	const errors = () => {
		// The error is ignored: when stderr is full or closed, there is nobody to report it to.
		stderr ??= process.stderr.on("error", () => {});
		return stderr;
	};
	const endUnwritten = (error: Error) => {
		errors().write(`error: standard output ${whyUnwritable(error)}\n`);
		process.exit(EXIT_STATUS.failed);
	};
	process.stdout.on("error", (error) => {
		// `kubectl grpc health | head -1` closes our output early, which is no error.
		if (isClosed(error)) process.exit(EXIT_STATUS.ok);
		endUnwritten(error);
	});
	const status = await runCommandLine(
		contextOf(interruption, errors),
		process.argv.slice(2),
		{
			commands: COMMANDS,
			completers: COMPLETERS,
			examples: FIRST_EXAMPLES,
		},
	);
	process.exitCode = interruption.aborted ? EXIT_STATUS.interrupted : status;
	// The process exits at once: the caller need not wait until connections close, until a credential plugin that is too slow for a
	// completion ends, or until Node.js frees its heap. On Windows, pipes are written in the background.
	const unwrittenBytes =
		process.stdout.writableLength + (stderr?.writableLength ?? 0);
	const failure = process.stdout.errored;
	// The event of the last write's error would come too late, so the error is read here.
	if (failure !== null && !isClosed(failure)) endUnwritten(failure);
	if (unwrittenBytes === 0) process.exit();
}

/** Returns what a run needs of this process. Node creates each stream on first use. Most runs read nothing and print no error. */
function contextOf(
	signal: AbortSignal,
	errors: () => typeof process.stderr,
): RunContext {
	return {
		get stdin() {
			return process.stdin;
		},
		stdout: process.stdout,
		get stderr() {
			return errors();
		},
		env: process.env,
		signal,
		now: Date.now,
	};
}

/** Leaves out the warning that FORCE_COLOR makes Node.js ignore NO_COLOR: the plugin ignores FORCE_COLOR then (render/style.ts). */
function dropColourWarning(): void {
	const printers = process.listeners("warning");
	process.removeAllListeners("warning");
	process.on("warning", (warning) => {
		if (warning.message.includes("due to the 'FORCE_COLOR' env")) return;
		for (const print of printers) print(warning);
	});
}

/** Returns a signal that aborts at the first signal that ends a process. At the second, the process ends at once. */
function interruptedBySignals(exitStatus: number): AbortSignal {
	const interruption = new AbortController();
	const interrupt = (signal: NodeJS.Signals) => {
		if (interruption.signal.aborted) endBy(signal, exitStatus);
		interruption.abort();
	};
	// SIGBREAK is Ctrl-Break of Windows. Other systems do not have it.
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"] as const)
		process.on(signal, interrupt);
	return interruption.signal;
}

/**
 * Ends the process by a signal, after the work that belongs to an exit. An exit waits for Node's threads, and a thread that reads from
 * a pipe without a writer, or from a file server that is gone, never ends.
 */
function endBy(signal: NodeJS.Signals, exitStatus: number): never {
	// On Windows a process can send neither SIGHUP nor SIGBREAK. Any other signal ends the process.
	const sent = process.platform === "win32" ? "SIGTERM" : signal;
	process.once("exit", () => {
		process.removeAllListeners(signal);
		process.kill(process.pid, sent);
	});
	process.exit(exitStatus);
}

/** Whether the reader of our output has closed it. */
function isClosed(error: NodeJS.ErrnoException): boolean {
	return error.code === "EPIPE";
}
