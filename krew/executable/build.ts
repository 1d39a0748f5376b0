import { execFile } from "node:child_process";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Scripts } from "../bundle.ts";
import { isHost, type Platform } from "../platforms.ts";
import { compileCode } from "./code-cache.ts";
import { signMachO } from "./sign-mach-o.ts";
import { stripElf } from "./strip-elf.ts";
import { withoutLibatomic } from "./without-libatomic.ts";

const run = promisify(execFile);

/**
 * Makes the single executable of a platform: Node.js with the scripts inside.
 * @param node the path of that platform's Node.js, of the same version as this process
 * @see https://nodejs.org/api/single-executable-applications.html
 */
export async function buildExecutable(
	platform: Platform,
	node: string,
	scripts: Scripts,
): Promise<Buffer> {
	const folder = await mkdtemp(join(tmpdir(), "kubectl-grpc-executable-"));
	const inside = (name: string) => join(folder, name);
	try {
		const codeOf = (name: keyof Scripts) =>
			isHost(platform) ? compileCode(node, scripts, name) : undefined;
		const [frontCode, wholeCode] = await Promise.all([
			codeOf("front"),
			codeOf("whole"),
			strip(platform, node, inside("node")),
		]);
		// The order is fixed, so that the same sources give the same executable.
		const assets: Record<string, string> = {};
		for (const [name, content] of [
			["front", scripts.front],
			["front-code", frontCode],
			["whole", scripts.whole],
			["whole-code", wholeCode],
		] as const) {
			if (content === undefined) continue;
			await writeFile(inside(name), content, "latin1");
			assets[name] = inside(name);
		}
		const config = {
			main: join(import.meta.dirname, "launch.cjs"),
			mainFormat: "commonjs",
			executable: inside("node"),
			output: inside("executable"),
			disableExperimentalSEAWarning: true,
			// NODE_OPTIONS is meant for other programs. V8 flags in it would make V8 refuse the code cache.
			execArgvExtension: "none",
			assets,
		};
		await writeFile(inside("config.json"), JSON.stringify(config));
		await run(process.execPath, ["--build-sea", inside("config.json")]);
		return sign(platform, await readFile(inside("executable")));
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/**
 * Removes the symbols before the bundle is put in, since `strip` does not know about the bundle. Node.js for Windows has no
 * symbols.
 */
async function strip(
	platform: Platform,
	node: string,
	stripped: string,
): Promise<void> {
	if (platform.os === "linux") {
		const program = withoutLibatomic(stripElf(await readFile(node)));
		await writeFile(stripped, program, { mode: 0o755 });
		return;
	}
	await copyFile(node, stripped);
	// Only Apple's own `strip` is safe for Mach-O. Every macOS build machine has it.
	if (platform.os === "darwin" && isHost(platform))
		await run("strip", ["-x", stripped]);
}

function sign(platform: Platform, executable: Buffer): Buffer {
	return platform.os === "darwin"
		? signMachO(executable, "kubectl-grpc")
		: executable;
}
