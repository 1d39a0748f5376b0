// Bundles the whole plugin into one ESM file, without split chunks. krew archives one file, and a single executable carries
// one. `import()` inside it still evaluates a module only when it is called.
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import { build } from "esbuild";

const { version } = JSON.parse(
	await readFile(new URL("package.json", import.meta.url), "utf8"),
);

/**
 * Returns the commit being built; undefined when this folder is not the root of a git repository, as in an unpacked source
 * archive.
 */
function commit() {
	try {
		const [prefix, hash] = execFileSync(
			"git",
			["rev-parse", "--show-prefix", "HEAD"],
			{ encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
		).split("\n");
		return prefix === "" ? hash : undefined;
	} catch {
		return undefined;
	}
}

const BUILTIN = new RegExp(`^(node:)?(${builtinModules.join("|")})$`);

/**
 * Makes each of Node's own modules load when the module that imports it is evaluated. Without this, esbuild hoists every
 * `import … from "node:http2"` to the top of the bundle, and `--help` would wait for HTTP/2, TLS and the rest. An import
 * statement reads only the exports that it names, since some of Node's exports take a millisecond to read.
 * @type {import("esbuild").Plugin}
 */
const lazyBuiltins = {
	name: "lazy-builtins",
	setup(bundler) {
		bundler.onResolve({ filter: BUILTIN }, ({ path, kind }) => ({
			path: path.replace(/^node:/, ""),
			namespace: "builtin",
			suffix: kind === "import-statement" ? "?named" : "",
			sideEffects: false,
		}));
		bundler.onLoad(
			{ filter: /./, namespace: "builtin" },
			({ path, suffix }) => ({
				contents: suffix === "" ? wholeBuiltin(path) : namedExports(path),
				loader: "js",
			}),
		);
	},
};

/** @param {string} name */
function wholeBuiltin(name) {
	return `module.exports = process.getBuiltinModule("node:${name}");`;
}

/**
 * Declares each export in a statement of its own without side effects, so that esbuild drops those that nobody imports.
 * @param {string} name
 */
function namedExports(name) {
	const names = Object.keys(process.getBuiltinModule(`node:${name}`));
	return [
		`const builtin = process.getBuiltinModule("node:${name}");`,
		"export default builtin;",
		...names.map(
			(key) =>
				`export const ${key} = /* @__PURE__ */ (() => builtin.${key})();`,
		),
	].join("\n");
}

/**
 * The options that bundle the plugin. krew/bundle.ts derives from them the scripts that an executable carries.
 * @type {import("esbuild").BuildOptions}
 */
export const bundleOptions = {
	entryPoints: ["src/main.ts"],
	outfile: "dist/kubectl-grpc.mjs",
	bundle: true,
	platform: "node",
	target: "node22",
	format: "esm",
	jsx: "automatic",
	minify: true,
	legalComments: "none",
	define: {
		__VERSION__: JSON.stringify(version),
		__COMMIT__: JSON.stringify(commit()) ?? "undefined",
		"process.env.NODE_ENV": '"production"',
	},
	alias: {
		// ink loads its developer tools when an environment variable is set. The plugin does not need them.
		"react-devtools-core": "./src/render/ink/no-devtools.ts",
		// The same parser without the code that reads package.json files, which takes longer than all else in a short run.
		"yargs-parser": "yargs-parser/browser",
	},
	plugins: [lazyBuiltins],
	// CommonJS dependencies may compute the name they require, and an ESM file has no require of its own.
	banner: {
		js: 'const require = process.getBuiltinModule("node:module").createRequire(import.meta.url);',
	},
	logLevel: "warning",
};

if (import.meta.main) await build(bundleOptions);
