// Bundles the whole plugin into one ESM file. Chunks are not split: one file is what krew archives and
// single executables carry, and `import()` inside it still evaluates a module only when it is asked for.
import { readFile } from "node:fs/promises";
import { build } from "esbuild";

const { version } = JSON.parse(
	await readFile(new URL("package.json", import.meta.url), "utf8"),
);

await build({
	entryPoints: ["src/main.ts"],
	outfile: "dist/kubectl-grpc.mjs",
	bundle: true,
	platform: "node",
	target: "node22",
	format: "esm",
	jsx: "automatic",
	minifySyntax: true,
	legalComments: "none",
	sourcemap: false,
	define: {
		__VERSION__: JSON.stringify(version),
		"process.env.NODE_ENV": '"production"',
	},
	// ink loads its developer tools behind an environment variable; nobody needs them in a plugin.
	alias: { "react-devtools-core": "./src/render/ink/no-devtools.ts" },
	// CommonJS dependencies call require() for Node's own modules, which an ESM file lacks.
	banner: {
		js: 'import { createRequire as __createRequire } from "node:module";const require = __createRequire(import.meta.url);',
	},
	logLevel: "warning",
});
