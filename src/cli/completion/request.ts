import { PluginError } from "../../errors.ts";
import { CLUSTER_FLAGS, clusterFlagsOf } from "../cluster-flags.ts";
import type { Flags } from "../flags.ts";
import type { CompletionRequest } from "./completer.ts";
import type { Line } from "./line.ts";

const REPLAY = "--replay=";

/** Returns the line in the form for completers. */
export function requestFor(
	{ prefix, words, given }: Line,
	{ env, signal }: Pick<CompletionRequest, "env" | "signal">,
): CompletionRequest {
	const flagsOf = async <F extends Flags>(table: F) => {
		const { parseArguments } = await import("../parse-arguments.ts");
		const ofTable = given.filter((word) =>
			Object.hasOwn(table, word.slice(2).split("=", 1)[0] ?? ""),
		);
		return parseArguments(ofTable, table).flags;
	};
	const replay = given
		.findLast((word) => word.startsWith(REPLAY))
		?.slice(REPLAY.length);
	return {
		prefix,
		words,
		flagsOf,
		replay,
		env,
		signal,
		async reach() {
			if (replay !== undefined)
				throw new PluginError("usage", "--replay asks no cluster");
			const [{ loadCluster }, { createApiClient }] = await Promise.all([
				import("../../kubernetes/cluster.ts"),
				import("../../kubernetes/api.ts"),
			]);
			const flags = clusterFlagsOf(await flagsOf(CLUSTER_FLAGS));
			const cluster = await loadCluster(flags, env);
			return { cluster, api: createApiClient(cluster) };
		},
	};
}
