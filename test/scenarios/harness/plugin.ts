import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Finished } from "../../in-process.ts";

const BIN = fileURLToPath(
	new URL("../../../bin/kubectl-grpc", import.meta.url),
);

const NPM_PLUGIN: readonly [string, ...string[]] = [process.execPath, BIN];

/** The plugin as people run it: krew's executable when the suite names one, else npm's file with Node.js. */
const PLUGIN: readonly [string, ...string[]] = pluginCommand(
	process.env["KUBECTL_GRPC_TEST_EXECUTABLE"],
);

/** The environment of every run. It holds nothing of this machine's user or kubeconfig. */
export const BARE = {
	PATH: process.env["PATH"] ?? "",
	HOME: "/nonexistent",
} as const;

/** Without a home folder the plugin keeps no compiled code by itself, so Node.js's cache is passed on. */
const COMPILE_CACHE = Object.fromEntries(
	Object.entries(process.env).filter(([name]) => name === "NODE_COMPILE_CACHE"),
);

function pluginCommand(executable: string | undefined): typeof PLUGIN {
	return executable === undefined ? NPM_PLUGIN : [executable];
}

/** {@link PLUGIN} as words for a shell. */
export const PLUGIN_IN_SHELL = shellWords(PLUGIN);

/** npm's file with Node.js as words for a shell, for what an executable does not let a test set: it ignores NODE_OPTIONS. */
export const NPM_PLUGIN_IN_SHELL = shellWords(NPM_PLUGIN);

function shellWords(command: readonly string[]): string {
	return command.map((word) => `"${word}"`).join(" ");
}

/** The longest wait for a line, in milliseconds: well above what a loaded machine takes, and below a test's own limit. */
const PATIENCE_MS = 30_000;

/** A run that goes on, with its lines as they come. */
export type Running = AsyncDisposable & {
	/**
	 * Resolves with the first matching line, of all lines or of those from an index on. Rejects when the run ends, or after
	 * half a minute without a match.
	 */
	readonly line: (
		matches: (line: string) => boolean,
		from?: number,
	) => Promise<string>;
	/** Every line so far. */
	readonly lines: () => readonly string[];
	readonly signal: (name: NodeJS.Signals) => void;
	/** Its standard input. It is ended at once unless the caller asks for it. */
	readonly stdin: Writable;
	readonly finished: Promise<Finished>;
};

/** Starts the built plugin. Its environment holds only BARE and `env`, so that this machine's kubeconfig plays no part. */
export function startPlugin(
	args: readonly string[],
	env: Readonly<Record<string, string>>,
	stdin: "closed" | "open" = "closed",
): Running {
	const [program, ...own] = PLUGIN;
	const child = spawn(program, [...own, ...args], {
		env: { ...BARE, ...COMPILE_CACHE, ...env },
		stdio: "pipe",
	});
	if (stdin === "closed") child.stdin.end();
	const lines: string[] = [];
	const waiting = new Set<() => void>();
	let stdout = "";
	let stderr = "";
	child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
		stdout += chunk;
	});
	child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
		stderr += chunk;
	});
	const wake = () => {
		for (const look of waiting) look();
	};
	let state: "running" | "ended" = "running";
	const reader = createInterface({ input: child.stdout });
	reader.on("line", (line) => {
		lines.push(line);
		wake();
	});
	const read = new Promise<void>((resolve) => reader.once("close", resolve));
	const finished = new Promise<Finished>((resolve, reject) => {
		child.once("error", reject);
		child.once("close", (code) => {
			void read.then(() => {
				state = "ended";
				wake();
				resolve({ stdout, stderr, status: code ?? 128 });
			});
		});
	});
	return {
		lines: () => lines,
		signal: (name) => void child.kill(name),
		stdin: child.stdin,
		finished,
		line: (matches, from = 0) =>
			new Promise((resolve, reject) => {
				const fail = () => {
					stop();
					reject(new Error(`no such line in:\n${lines.join("\n")}\n${stderr}`));
				};
				const look = () => {
					const found = lines.slice(from).find(matches);
					if (found === undefined && state === "running") return;
					if (found === undefined) return fail();
					stop();
					resolve(found);
				};
				const timer = setTimeout(fail, PATIENCE_MS);
				const stop = () => {
					clearTimeout(timer);
					waiting.delete(look);
				};
				waiting.add(look);
				look();
			}),
		async [Symbol.asyncDispose]() {
			child.kill("SIGKILL");
			await finished;
		},
	};
}

/** Runs the built plugin to its end. */
export function runPlugin(
	args: readonly string[],
	env: Readonly<Record<string, string>>,
): Promise<Finished> {
	return startPlugin(args, env).finished;
}

/** Whether a text holds control characters that a terminal would act on. */
export function hasControls(text: string): boolean {
	return /(?![\n\t])\p{Cc}/u.test(text);
}
