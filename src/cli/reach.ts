import { untilAborted } from "../abort.ts";
import { type ApiClient, createApiClient } from "../kubernetes/api.ts";
import type { Cluster } from "../kubernetes/cluster.ts";
import type { ProgressStream } from "../render/progress.ts";
import { clusterFlagsOf } from "./cluster-flags.ts";
import type { FlagValues } from "./flags.ts";
import type { INHERITED_FLAGS } from "./inherited-flags.ts";
import { loadLoggedCluster } from "./logged-cluster.ts";
import type { RunContext } from "./run-context.ts";

/** A cluster and the client of its API. */
export type Reach = { readonly cluster: Cluster; readonly api: ApiClient };

/** Access to a cluster. It is loaded on first use, since an address needs none. */
export type Reaching = {
	/** @throws PluginError of the kubeconfig */
	readonly reach: () => Promise<Reach>;
	readonly close: () => void;
};

/** The parts of a process that access needs. */
export type AccessContext = Pick<RunContext, "env" | "signal"> & {
	/** Receives notes about a connection. */
	readonly stderr: ProgressStream;
};

/** Returns the same context with the run's own signal. */
export function accessUnder(
	signal: AbortSignal,
	context: AccessContext,
): AccessContext {
	return {
		env: context.env,
		signal,
		get stderr() {
			return context.stderr;
		},
	};
}

/** Creates the access to the cluster that the flags select. */
export function createReach(
	context: AccessContext,
	flags: FlagValues<typeof INHERITED_FLAGS>,
): Reaching {
	let cluster: Promise<Cluster> | undefined;
	const { signal } = context;
	const load = () => {
		cluster ??= loadLoggedCluster(clusterFlagsOf(flags), flags.v, context);
		return cluster;
	};
	return {
		async reach() {
			const loaded = await untilAborted(load(), signal);
			return { cluster: loaded, api: createApiClient(loaded) };
		},
		close() {
			cluster?.then(
				(loaded) => loaded.close(),
				() => undefined,
			);
		},
	};
}
