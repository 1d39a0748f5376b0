// V8 keeps what it has compiled. Of all functions of the bundle it is to compile those that typical runs call, and no others, for
// every run loads what was kept. What V8 compiles as it runs differs from run to run (feedback in the bytecode, padding that nobody
// clears), so one process notes which functions run, and another compiles just these and runs none. Node.js's own
// `useCodeCache` knows only what is compiled before anything runs, and differs from build to build.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Script } from "node:vm";
import type { Scripts } from "../bundle.ts";

/** Runs whose code an executable should not have to compile, by the script that is started for them. The targets are the sandbox's; the front asks no cluster. */
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

/** Seeds the hashes that V8 lays its tables out by; no part of what makes V8 refuse a cache. */
const REPRODUCIBLE = "--random-seed=1";

const PLUGIN = join(import.meta.dirname, "..", "..", "src", "main.ts");
const NOTE_FUNCTIONS = join(import.meta.dirname, "note-functions.ts");
const COMPILE_FUNCTIONS = join(import.meta.dirname, "compile-functions.ts");

/**
 * The compiled code of a script, for the platform of this process.
 * @param node the Node.js of the executable: another version would refuse the cache
 * @throws when a run fails, or V8 refuses what it has just made
 */
export async function compileCode(
	node: string,
	scripts: Scripts,
	name: keyof Scripts,
): Promise<Buffer> {
	const code = scripts[name];
	const folder = await mkdtemp(join(tmpdir(), "kubectl-grpc-code-"));
	const inside = (name: string) => join(folder, name);
	const [bundle, noted, cache] = [
		inside("bundle.js"),
		inside("functions.json"),
		inside("cache"),
	];
	try {
		await writeFile(bundle, code, "latin1");
		const note = [NOTE_FUNCTIONS, bundle, noted, JSON.stringify(RUNS[name])];
		const inSandbox = [PLUGIN, "sandbox", "--", node, ...note];
		await run(node, name === "front" ? note : inSandbox, folder);
		const compile = [COMPILE_FUNCTIONS, bundle, noted, cache];
		await run(node, [REPRODUCIBLE, ...compile], folder);
		const cachedData = await readFile(cache);
		if (new Script(code, { cachedData }).cachedDataRejected)
			throw new Error("V8 refuses the code that it has compiled");
		return cachedData;
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
		// Nothing of this machine's user: what is compiled depends on what runs.
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
