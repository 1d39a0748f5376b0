// V8 keeps what it has compiled, functions that ran included. Node.js's own `useCodeCache` knows only what is compiled before
// anything runs, and differs from build to build.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Script } from "node:vm";

/** Runs of the plugin whose code an executable should not have to compile. None needs a network or a cluster. */
const RUNS: readonly (readonly string[])[] = [
	["version", "--client"],
	["--help"],
	["health", "--help"],
	["health", "127.0.0.1:1"],
	["health", "--server=https://127.0.0.1:1", "--insecure-skip-tls-verify"],
];

/** Seeds the hashes that V8 lays its tables out by; no part of what makes V8 refuse a cache. */
const REPRODUCIBLE = "--random-seed=1";

const WARM_UP = join(import.meta.dirname, "warm-up.ts");

/**
 * The compiled code of a bundle, for the platform of this process.
 * @param node the Node.js of the executable: another version would refuse the cache
 * @throws when V8 refuses what it has just made
 */
export async function compileCode(node: string, code: string): Promise<Buffer> {
	const folder = await mkdtemp(join(tmpdir(), "kubectl-grpc-code-"));
	try {
		const [bundle, cache] = [join(folder, "bundle"), join(folder, "cache")];
		await writeFile(bundle, code, "latin1");
		await warmUp(node, [bundle, cache, JSON.stringify(RUNS)], folder);
		const cachedData = await readFile(cache);
		if (new Script(code, { cachedData }).cachedDataRejected)
			throw new Error("V8 refuses the code that it has compiled");
		return cachedData;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

function warmUp(
	node: string,
	args: readonly string[],
	home: string,
): Promise<void> {
	const { promise, resolve, reject } = Promise.withResolvers<void>();
	const child = spawn(node, [REPRODUCIBLE, WARM_UP, ...args], {
		// Nothing of this machine's user: what is compiled depends on what runs.
		env: { HOME: home, SystemRoot: process.env["SystemRoot"], NO_COLOR: "1" },
		stdio: "ignore",
		timeout: 60_000,
	});
	child.on("error", reject);
	child.on("close", (status) =>
		status === 0
			? resolve()
			: reject(new Error(`the bundle's first runs ended with ${status}`)),
	);
	return promise;
}
