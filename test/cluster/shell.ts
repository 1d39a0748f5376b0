// Other programs, called without a shell: what they print is their result, what they complain about is the error.
import { spawn } from "node:child_process";

/** How a program is called. */
export type CallOptions = {
	readonly cwd?: string;
	/** Replaces the environment; default this process's own. */
	readonly env?: NodeJS.ProcessEnv;
	/** Text for its standard input; default none. */
	readonly input?: string;
	readonly signal?: AbortSignal;
};

/** Gives a program's standard output; throws with its standard error when it fails. */
export function call(
	program: string,
	args: readonly string[],
	options: CallOptions = {},
): Promise<string> {
	const { promise, resolve, reject } = Promise.withResolvers<string>();
	const child = spawn(program, args, {
		cwd: options.cwd,
		env: options.env ?? process.env,
		signal: options.signal,
		stdio: ["pipe", "pipe", "pipe"],
	});
	const stdout: Buffer[] = [];
	const stderr: Buffer[] = [];
	child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
	child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
	child.on("error", reject);
	child.on("close", (status, killedBy) => {
		if (status === 0) return resolve(Buffer.concat(stdout).toString());
		const complaint = Buffer.concat(stderr).toString().trim().slice(-4000);
		reject(
			new Error(
				`${program} ${args.join(" ")}: ${killedBy ?? `exit ${status}`}: ${complaint}`,
			),
		);
	});
	child.stdin.on("error", () => {}); // a program that ends early closes it; its exit status tells
	child.stdin.end(options.input ?? "");
	return promise;
}

/** Runs a program on this process's own terminal and gives its exit status; 128 + 15 and the like when a signal ended it. */
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
