import { join } from "node:path";
import { build } from "esbuild";
import { bundleOptions } from "../esbuild.config.mjs";

const ROOT = join(import.meta.dirname, "..");

/** The plugin as a classic script, which V8 can compile ahead of time with all that a run needs of it. */
export type Bundle = {
	/**
	 * ASCII. Evaluates to `(require, meta) => Promise<void>`: `require` gives Node.js's own modules, `meta` stands for `import.meta`.
	 */
	readonly code: string;
	/** The paths of all that went into it; esbuild's virtual files among them. */
	readonly inputs: readonly string[];
};

/**
 * Bundles the plugin for an executable. An ES module holds top-level await, a script does not: the whole bundle becomes the
 * body of one async function.
 * @param version what it says of itself, with a `v`
 */
export async function bundlePlugin(version: string): Promise<Bundle> {
	const { outputFiles, metafile } = await build({
		...bundleOptions,
		absWorkingDir: ROOT,
		target: "node26",
		charset: "ascii",
		define: {
			...bundleOptions.define,
			__VERSION__: JSON.stringify(version.slice("v".length)),
			"import.meta": "meta",
		},
		banner: { js: "(async (require, meta) => {" },
		footer: { js: "})" },
		write: false,
		metafile: true,
	});
	const [output] = outputFiles;
	if (output === undefined) throw new Error("esbuild has made no bundle");
	const inputs = Object.keys(metafile.inputs);
	return { code: output.text, inputs: inputs.map((path) => join(ROOT, path)) };
}
