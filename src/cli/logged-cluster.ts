import {
	type Cluster,
	type ClusterFlags,
	loadCluster,
} from "../kubernetes/cluster.ts";
import type { LendTerminal } from "../lent-terminal.ts";
import type { ProgressStream } from "../render/progress.ts";
import { CLUSTER_LOG_VERBOSITY } from "./verbosity.ts";

/** What a run passes on to its cluster. `stderr` is read only when there is something to log, as it is created on first use. */
type LoggingContext = {
	readonly env: NodeJS.ProcessEnv;
	readonly stderr: ProgressStream;
};

/**
 * Loads the cluster that the flags choose. From -v=6 on, it logs what it sends. An exec plugin gets the terminal while it runs.
 * @throws PluginError as `loadCluster`
 */
export async function loadLoggedCluster(
	flags: ClusterFlags,
	verbosity: number | undefined,
	context: LoggingContext,
): Promise<Cluster> {
	const { env } = context;
	const lend: LendTerminal = async (borrower) => {
		const { lendTerminal } = await import("../render/hold-terminal.ts");
		return lendTerminal(context.stderr, borrower);
	};
	if (verbosity === undefined || verbosity < CLUSTER_LOG_VERBOSITY)
		return loadCluster(flags, env, { lend });
	const { clusterLog } = await import("./cluster-log.ts");
	return loadCluster(flags, env, {
		log: clusterLog(context.stderr, verbosity),
		lend,
	});
}
