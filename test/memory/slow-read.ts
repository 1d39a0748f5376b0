import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import type { SlowRead } from "./slow-reader.ts";

const run = promisify(execFile);

/**
 * Reads the pod's list of users slowly in a process of its own. Its code is bundled into `folder` as the plugin is, because
 * compiling TypeScript also takes memory.
 */
export async function readSlowly(
	folder: string,
	pod: {
		readonly kubeconfig: string;
		readonly namespace: string;
		readonly name: string;
	},
): Promise<SlowRead> {
	const program = join(folder, "slow-reader.mjs");
	await build({
		entryPoints: [fileURLToPath(new URL("slow-reader.ts", import.meta.url))],
		outfile: program,
		bundle: true,
		minify: true,
		platform: "node",
		target: "node22",
		format: "esm",
		define: { __VERSION__: '"test"' },
		banner: {
			js: 'import { createRequire as __createRequire } from "node:module";const require = __createRequire(import.meta.url);',
		},
	});
	const env = {
		PATH: process.env["PATH"],
		HOME: folder,
		KUBECONFIG: pod.kubeconfig,
	};
	const reading = [program, pod.namespace, pod.name];
	const { stdout } = await run(process.execPath, reading, { env });
	return JSON.parse(stdout);
}
