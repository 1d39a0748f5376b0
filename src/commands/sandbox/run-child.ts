import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { startOf } from "../../executable-file.ts";
import { notStarted } from "./find-program.ts";

export type ChildRun = {
	/** The path of a program and its arguments. */
	readonly command: readonly [string, ...string[]];
	readonly stdout: NodeJS.WritableStream;
	readonly stderr: NodeJS.WritableStream;
	readonly env: NodeJS.ProcessEnv;
	readonly signal: AbortSignal;
};

/** How long an interrupted command may take to end by itself (it gets Ctrl-C too), and then again after SIGTERM. */
const GRACE_MS = 5000;

/**
 * Runs a command with this process' stdin. Returns its exit status as a shell does: 128 + signal number where a signal ended it.
 * @throws PluginError `usage` when it cannot be started
 */
export async function runChild(run: ChildRun): Promise<number> {
	const [program, ...words] = run.command;
	const { command, args, windowsVerbatimArguments } = startOf(
		program,
		words,
		run.env,
	);
	const child = spawn(command, args, {
		env: run.env,
		stdio: ["inherit", ...outputs(run)],
		windowsVerbatimArguments,
	});
	child.stdout?.pipe(run.stdout, { end: false });
	child.stderr?.pipe(run.stderr, { end: false });
	const stopWatching = endOnAbort(child, run.signal);
	try {
		return await statusOf(child, program);
	} finally {
		stopWatching();
	}
}

/** Gives the command the process' own stdout and stderr where the run has those, and otherwise a pipe to the run's stream. */
function outputs({
	stdout,
	stderr,
}: ChildRun): ["inherit" | "pipe", "inherit" | "pipe"] {
	return [
		stdout === process.stdout ? "inherit" : "pipe",
		stderr === process.stderr ? "inherit" : "pipe",
	];
}

function statusOf(child: ChildProcess, program: string): Promise<number> {
	return new Promise((resolve, reject) => {
		child.once("error", (cause) => {
			reject(notStarted(program, cause));
		});
		child.once("close", (code, signal) =>
			resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)),
		);
	});
}

/** Lets an interrupted command end by itself, and then ends it. Returns a function that stops this. */
function endOnAbort(child: ChildProcess, signal: AbortSignal): () => void {
	const timers: NodeJS.Timeout[] = [];
	const end = () => {
		timers.push(
			setTimeout(() => child.kill("SIGTERM"), GRACE_MS),
			setTimeout(() => child.kill("SIGKILL"), 2 * GRACE_MS),
		);
	};
	signal.addEventListener("abort", end, { once: true });
	return () => {
		signal.removeEventListener("abort", end);
		for (const timer of timers) clearTimeout(timer);
	};
}
