import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { bundleOptions } from "../../esbuild.config.mjs";

/**
 * Bundles the plugin as it is shipped, but keeps the names. esbuild puts every module that is not evaluated at once into a
 * function whose name is the module's path. @returns the bundle's path
 */
export async function bundleWithNames(folder: string): Promise<string> {
	const outfile = join(folder, "kubectl-grpc.mjs");
	await build({ ...bundleOptions, outfile, minify: false });
	return outfile;
}

/** A V8 coverage report, as NODE_V8_COVERAGE writes it. */
type Coverage = {
	readonly result: readonly {
		readonly url: string;
		readonly functions: readonly {
			readonly functionName: string;
			readonly ranges: readonly { readonly count: number }[];
		}[];
	}[];
};

/**
 * Runs the bundle and returns the names of the functions that V8 saw called. A module counts as a function whose name is its
 * path. Node's own modules are `builtin:http2?named`, or `builtin:http2` where a package requires them.
 */
export async function evaluatedBy(
	bundle: string,
	args: readonly string[],
	env: Readonly<Record<string, string>>,
	folder: string,
): Promise<readonly string[]> {
	await new Promise<void>((resolve) => {
		execFile(
			process.execPath,
			[bundle, ...args],
			{
				env: {
					PATH: process.env["PATH"],
					HOME: "/nonexistent",
					...env,
					NODE_V8_COVERAGE: folder,
				},
			},
			// Only what the run evaluates is of interest here, so its exit status is ignored.
			() => resolve(),
		);
	});
	return readdirSync(folder).flatMap((file) => {
		const coverage: Coverage = JSON.parse(
			readFileSync(join(folder, file), "utf8"),
		);
		return coverage.result
			.filter(({ url }) => url.endsWith(bundle))
			.flatMap(({ functions }) => functions)
			.filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0)
			.map(({ functionName }) => functionName);
	});
}

/** Returns the packages that these modules belong to, sorted. */
export function packagesOf(functions: readonly string[]): readonly string[] {
	const names = functions.flatMap(
		(path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [],
	);
	return [...new Set(names)].sort();
}
