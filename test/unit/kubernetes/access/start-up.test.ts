// Importing the module that chooses a cluster must load no package.
import { build } from "esbuild";
import { expect, test, vi } from "vitest";

// This bundles the sources, so a busy machine needs longer than the usual limit.
vi.setConfig({ testTimeout: 30_000 });

/** Returns the packages loaded with an entry point, and those that it may load later by `import()`. */
async function packagesOf(entry: string) {
	const { metafile } = await build({
		entryPoints: [entry],
		bundle: true,
		splitting: true,
		format: "esm",
		platform: "node",
		outdir: "nowhere",
		metafile: true,
		write: false,
	});
	const names = (outputs: readonly string[]) => {
		const inputs = outputs.flatMap((output) =>
			Object.keys(metafile.outputs[output]?.inputs ?? {}),
		);
		const found = inputs.map(
			(input) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? "",
		);
		return [...new Set(found)].filter(Boolean).sort();
	};
	const all = Object.keys(metafile.outputs);
	const first = all.find(
		(output) => metafile.outputs[output]?.entryPoint === entry,
	);
	const atOnce = new Set<string>();
	const visit = (output: string) => {
		if (atOnce.has(output)) return;
		atOnce.add(output);
		for (const { path, kind } of metafile.outputs[output]?.imports ?? [])
			if (kind === "import-statement") visit(path);
	};
	if (first !== undefined) visit(first);
	return {
		atOnce: names([...atOnce]),
		later: names(all.filter((output) => !atOnce.has(output))),
	};
}

test.each(["src/kubernetes/cluster.ts", "src/kubernetes/api.ts"])(
	"%s loads no package by itself",
	async (entry) => {
		expect((await packagesOf(entry)).atOnce).toEqual([]);
	},
);

test("client-node is not loaded at all: only its types are used", async () => {
	expect((await packagesOf("src/kubernetes/cluster.ts")).later).toEqual([
		"fastest-levenshtein",
		"ip-address",
		"smart-buffer",
		"socks",
		"yaml",
	]);
});
