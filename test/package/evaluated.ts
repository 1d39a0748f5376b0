import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { bundleOptions } from "../../esbuild.config.mjs";

/**
 * Bundles the plugin as it is shipped, save that names stay: esbuild then keeps every module that is not evaluated at once in a
 * function that has its path as name. @returns the bundle's file
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
 * Runs the bundle, and gives the names of the functions that V8 saw called. A module is one, too, by its path; Node's own are
 * `builtin:http2?named`, or `builtin:http2` where a package requires them.
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
			// What a line evaluates is asked here, whatever its exit status.
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

/** The packages whose modules are among them, sorted. */
export function packagesOf(functions: readonly string[]): readonly string[] {
	const names = functions.flatMap(
		(path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [],
	);
	return [...new Set(names)].sort();
}
