// Bundles the whole plugin into one ESM file. Chunks are not split: one file is what krew archives and
// single executables carry, and `import()` inside it still evaluates a module only when it is asked for.
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import { build } from "esbuild";

const { version } = JSON.parse(
	await readFile(new URL("package.json", import.meta.url), "utf8"),
);

/** The commit being built; undefined outside a git tree of our own, as in an unpacked source archive. */
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
 * Node's own modules are loaded by the module that imports them, when that is evaluated. Left as they are, esbuild hoists
 * every `import … from "node:http2"` to the top of the bundle, and `--help` would wait for HTTP/2, TLS and the rest.
 * An import statement reads what it names and no more: some of Node's exports take a millisecond to be read.
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

/** Each export is a statement of its own, without side effects, so that esbuild drops those that nobody imports. @param {string} name */
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
 * How the plugin is bundled; krew/bundle.ts makes of it what an executable carries.
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
		// ink loads its developer tools behind an environment variable; nobody needs them in a plugin.
		"react-devtools-core": "./src/render/ink/no-devtools.ts",
		// The same parser without what reads package.json files, which takes longer than all else of a short run.
		"yargs-parser": "yargs-parser/browser",
	},
	plugins: [lazyBuiltins],
	// CommonJS dependencies may compute what they require; an ESM file has no require of its own.
	banner: {
		js: 'const require = process.getBuiltinModule("node:module").createRequire(import.meta.url);',
	},
	logLevel: "warning",
};

if (import.meta.main) await build(bundleOptions);
