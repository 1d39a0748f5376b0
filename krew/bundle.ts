import { join, relative, sep } from "node:path";
import { build, type Plugin } from "esbuild";
import { bundleOptions } from "../esbuild.config.mjs";

const ROOT = join(import.meta.dirname, "..");

/** Classic scripts, which V8 can compile ahead of time with all that a run needs of them. */
export type Scripts = {
	/**
	 * The whole plugin. ASCII. Evaluates to `(require, meta) => Promise<void>`: `require` gives Node.js's own modules, `meta` stands for
	 * `import.meta`.
	 */
	readonly whole: string;
	/** The part that prints help and what else needs no cluster: a twentieth of the whole, there at once. It calls `meta.startWhole()` for the rest. */
	readonly front: string;
};

/** The plugin for an executable. */
export type Bundle = Scripts & {
	/** The paths of all that went into it; esbuild's virtual files among them. */
	readonly inputs: readonly string[];
};

/** Bundles the plugin. @param version what it says of itself, with a `v` */
export async function bundlePlugin(version: string): Promise<Bundle> {
	const [whole, front] = await Promise.all([
		script(version, []),
		script(version, [frontAlone]),
	]);
	return { whole: whole.code, front: front.code, inputs: whole.inputs };
}

/** An ES module holds top-level await, a script does not: the bundle becomes the body of one async function. */
async function script(version: string, plugins: readonly Plugin[]) {
	const { outputFiles, metafile } = await build({
		...bundleOptions,
		plugins: [...plugins, ...(bundleOptions.plugins ?? [])],
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

/** What the front has of what is loaded when it is needed. */
const OF_THE_FRONT =
	/^src\/(nearest|cli\/[\w-]+|render\/(?!structured)[\w-]+|findings\/[\w-]+|commands\/(version\/run|completion\/.*|explain\/.*))\.ts$/;

/** Leaves out all else: asked for it, the front hands over to the whole plugin, which begins anew. */
const frontAlone: Plugin = {
	name: "front-alone",
	setup(bundler) {
		bundler.onResolve(
			{ filter: /^\.{1,2}\// },
			({ kind, path, resolveDir }) => {
				const file = relative(ROOT, join(resolveDir, path)).replaceAll(
					sep,
					"/",
				);
				return kind !== "dynamic-import" || OF_THE_FRONT.test(file)
					? undefined
					: { path: "whole", namespace: "hand-over" };
			},
		);
		bundler.onLoad({ filter: /./, namespace: "hand-over" }, () => ({
			contents:
				"await import.meta.startWhole(); await new Promise(() => {}); export {};",
			loader: "js",
		}));
	},
};
