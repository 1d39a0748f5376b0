import {
	type Cluster,
	type ClusterFlags,
	loadCluster,
} from "../kubernetes/cluster.ts";
import type { ClusterEvent, ClusterLog } from "../kubernetes/cluster-log.ts";
import type { LendTerminal } from "../lent-terminal.ts";
import { noteOn, type ProgressStream } from "../render/progress.ts";
import { CLUSTER_LOG_VERBOSITY } from "./verbosity.ts";

/** What a run passes on to its cluster. `stderr` is read only when there is something to log, as it is created on first use. */
type LoggingContext = {
	readonly env: NodeJS.ProcessEnv;
	readonly stderr: ProgressStream;
};

/**
 * Loads the cluster that the flags choose. It says when the API server makes it wait, and from -v=6 on logs what it sends. An exec
 * plugin gets the terminal while it runs.
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
	const notePause = pauseNotes(context);
	const logAll = await verboseLog(verbosity, context);
	const log: ClusterLog = (event) => {
		if (event.kind === "pause") notePause(event);
		logAll?.(event);
	};
	return loadCluster(flags, env, { log, lend });
}

async function verboseLog(
	verbosity: number | undefined,
	context: LoggingContext,
): Promise<ClusterLog | undefined> {
	if (verbosity === undefined || verbosity < CLUSTER_LOG_VERBOSITY)
		return undefined;
	const { clusterLog } = await import("./cluster-log.ts");
	return clusterLog(context.stderr, verbosity);
}

/** The least pause that is told, in milliseconds. Only a server's Retry-After makes one so long. */
const NOTED_PAUSE_MS = 3_000;

/**
 * Returns a function that says why nothing happens for a while, in a pipe too. Requests that are refused together pause together, so
 * nothing is said while a pause lasts that has been told.
 */
function pauseNotes(
	context: LoggingContext,
): (pause: Extract<ClusterEvent, { kind: "pause" }>) => void {
	let untilMs = 0;
	return ({ reason, pauseMs }) => {
		const nowMs = performance.now();
		if (pauseMs < NOTED_PAUSE_MS || nowMs < untilMs) return;
		untilMs = nowMs + pauseMs;
		noteOn(
			context.stderr,
			`waiting ${Math.round(pauseMs / 1_000)}s: ${reason}`,
		);
	};
}
