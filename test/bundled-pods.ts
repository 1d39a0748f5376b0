import { join } from "node:path";
import { build } from "esbuild";
import type { Plugin } from "vitest/config";
import { bundleOptions } from "../esbuild.config.mjs";

const ROOT = join(import.meta.dirname, "..");
const FILE = join(ROOT, "dist/tests/pod.mjs");

/**
 * Makes the pods of the tests' sandboxes run one bundled file, like the pods of the installed plugin. A start from source
 * loads hundreds of modules and takes half as long again.
 */
export function bundledPods(): Plugin {
	let bundled: Promise<unknown> | undefined;
	return {
		name: "bundled-pods",
		enforce: "pre",
		// Vitest keeps what `load` returned for later runs, and then does not call it: the pods would stay those of the first run.
		async configResolved() {
			bundled ??= build({
				...bundleOptions,
				absWorkingDir: ROOT,
				entryPoints: ["src/sandbox/pod/main.ts"],
				outfile: FILE,
			});
			await bundled;
		},
		load(id) {
			if (id !== join(ROOT, "src/sandbox/kubelet/entry.ts")) return undefined;
			return `export const podEntry = () => ${JSON.stringify(FILE)};`;
		},
	};
}
