// Makes V8's code cache for an executable. Every run loads the cache, so it holds the functions that typical runs call and no
// others. What V8 compiles during a run differs from run to run (feedback in the bytecode, padding that is never cleared). So
// one process notes which functions run, and another compiles just these and runs none. Node.js's own `useCodeCache` holds
// only what V8 compiles before anything runs, and differs from build to build.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Script } from "node:vm";
import type { Scripts } from "../bundle.ts";

/**
 * The runs whose code the cache holds, by the script that an executable starts for them. Their targets are in the sandbox;
 * the front asks no cluster.
 */
const RUNS: Readonly<Record<keyof Scripts, readonly (readonly string[])[]>> = {
	front: [
		["version", "--client"],
		["--help"],
		["health", "--help"],
		["completion", "bash"],
		["explain", "KG102"],
	],
	whole: [
		["__complete", "health", "-"],
		["health", "deploy/user-service"],
		["list", "deploy/user-service"],
		["describe", "deploy/user-service", "user.UserService"],
		["call", "deploy/user-service", "GetUser", "-d", '{"id": "42"}'],
		["call", "deploy/user-service", "user.UserService/ListUsers"],
	],
};

/**
 * Seeds the hashes that order V8's tables, and has a young generation (in MB) that no compiling fills. A collection would make room
 * in old pages, and what their last objects left there shows in the padding of the next. V8 does not refuse a cache because of
 * these flags.
 */
const REPRODUCIBLE = [
	"--random-seed=1",
	"--min-semi-space-size=64",
	"--max-semi-space-size=64",
];

const PLUGIN = join(import.meta.dirname, "..", "..", "src", "main.ts");
const NOTE_FUNCTIONS = join(import.meta.dirname, "note-functions.ts");
const COMPILE_FUNCTIONS = join(import.meta.dirname, "compile-functions.ts");

/**
 * Returns the compiled code of a script, for the platform of this process.
 * @param node the Node.js of the executable: another version would refuse the cache
 * @throws when a run fails, or V8 refuses the cache it has just made
 */
export async function compileCode(
	node: string,
	scripts: Scripts,
	name: keyof Scripts,
): Promise<Buffer> {
	const called = await calledFunctions(node, scripts, name);
	return compileFunctions(node, scripts[name], called);
}

/**
 * Returns which functions of a script typical runs call, as JSON for compile-functions.ts. On a very busy machine these are some
 * more: a probe that times out has a finding, and a connection closes in another order.
 * @throws when a run fails
 */
export function calledFunctions(
	node: string,
	scripts: Scripts,
	name: keyof Scripts,
): Promise<string> {
	return inFolderOf(scripts[name], async (folder, bundle) => {
		const noted = join(folder, "functions.json");
		const note = [NOTE_FUNCTIONS, bundle, noted, JSON.stringify(RUNS[name])];
		const inSandbox = [PLUGIN, "sandbox", "--", node, ...note];
		await run(node, name === "front" ? note : inSandbox, folder);
		return readFile(noted, "utf8");
	});
}

/**
 * Returns V8's code cache with these functions of a script. The same functions always give the same bytes.
 * @param called as {@link calledFunctions} returns it
 * @throws when V8 refuses the cache that it has just made
 */
export function compileFunctions(
	node: string,
	code: string,
	called: string,
): Promise<Buffer> {
	return inFolderOf(code, async (folder, bundle) => {
		const [noted, cache] = [
			join(folder, "functions.json"),
			join(folder, "cache"),
		];
		await writeFile(noted, called);
		const compile = [COMPILE_FUNCTIONS, bundle, noted, cache];
		await run(node, [...REPRODUCIBLE, ...compile], folder);
		const cachedData = await readFile(cache);
		if (new Script(code, { cachedData }).cachedDataRejected)
			throw new Error("V8 refuses the code that it has compiled");
		return cachedData;
	});
}

/** Does work in a temporary folder that holds the script. */
async function inFolderOf<T>(
	code: string,
	work: (folder: string, bundle: string) => Promise<T>,
): Promise<T> {
	const folder = await mkdtemp(join(tmpdir(), "kubectl-grpc-code-"));
	try {
		const bundle = join(folder, "bundle.js");
		await writeFile(bundle, code, "latin1");
		return await work(folder, bundle);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

function run(
	node: string,
	args: readonly string[],
	home: string,
): Promise<void> {
	const { promise, resolve, reject } = Promise.withResolvers<void>();
	const child = spawn(node, args, {
		// The environment holds nothing of this machine's user, since what is compiled depends on what runs.
		env: { HOME: home, SystemRoot: process.env["SystemRoot"], NO_COLOR: "1" },
		stdio: ["ignore", "ignore", "pipe"],
		timeout: 120_000,
	});
	const stderr: Buffer[] = [];
	child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
	child.on("error", reject);
	child.on("close", (status) =>
		status === 0
			? resolve()
			: reject(
					new Error(
						`compiling the bundle ended with ${status}: ${Buffer.concat(stderr)}`,
					),
				),
	);
	return promise;
}
