// Calls other programs without a shell. Their output is the result, their standard error becomes the error.
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

/** How a program is called. */
export type CallOptions = {
	readonly cwd?: string | undefined;
	/** Replaces the environment; default this process's own. */
	readonly env?: NodeJS.ProcessEnv;
	/** Text for its standard input; default none. */
	readonly input?: string | undefined;
	readonly signal?: AbortSignal | undefined;
};

/** How a program ended, and all that it printed. */
type Outcome = {
	/** "exit 1", or the signal that ended it; undefined for success. */
	readonly failure: string | undefined;
	readonly stdout: string;
	readonly stderr: string;
};

/** Returns a program's standard output. Throws with its standard error when it fails. */
export async function call(
	program: string,
	args: readonly string[],
	options: CallOptions = {},
): Promise<string> {
	const { failure, stdout, stderr } = await attempt(program, args, options);
	if (failure === undefined) return stdout;
	throw new Error(
		`${program} ${args.join(" ")}: ${failure}: ${stderr.trim().slice(-4000)}`,
	);
}

/** Runs a program to its end, whether it succeeds or fails. Throws only when it cannot be started or is aborted. */
export function attempt(
	program: string,
	args: readonly string[],
	options: CallOptions = {},
): Promise<Outcome> {
	const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
	const child = spawn(program, args, {
		cwd: options.cwd,
		env: options.env ?? process.env,
		signal: options.signal,
		stdio: ["pipe", "pipe", "pipe"],
	});
	const output = Promise.all([text(child.stdout), text(child.stderr)]);
	child.on("error", reject);
	child.on("close", async (status, killedBy) => {
		const [stdout, stderr] = await output;
		const failure = status === 0 ? undefined : (killedBy ?? `exit ${status}`);
		resolve({ failure, stdout, stderr });
	});
	child.stdin.on("error", () => {}); // a program that ends early closes its input; its exit status says enough
	child.stdin.end(options.input ?? "");
	return promise;
}

/** Runs a program on this process's own terminal and returns its exit status: 128 + 15 and the like when a signal ended it. */
export function callInForeground(
	program: string,
	args: readonly string[],
	options: CallOptions = {},
): Promise<number> {
	const { promise, resolve, reject } = Promise.withResolvers<number>();
	const child = spawn(program, args, {
		cwd: options.cwd,
		env: options.env ?? process.env,
		stdio: "inherit",
	});
	const forward = () => child.kill("SIGTERM");
	options.signal?.addEventListener("abort", forward, { once: true });
	child.on("error", reject);
	child.on("close", (status, killedBy) => {
		options.signal?.removeEventListener("abort", forward);
		resolve(status ?? (killedBy === "SIGKILL" ? 137 : 143));
	});
	return promise;
}
