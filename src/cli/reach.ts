import { untilAborted } from "../abort.ts";
import type { Channel } from "../grpc/channel.ts";
import { preloadChannel, prepareForChannels } from "../grpc/open-channel.ts";
import { type ApiClient, createApiClient } from "../kubernetes/api.ts";
import type { Cluster } from "../kubernetes/cluster.ts";
import type { PodTarget } from "../kubernetes/target.ts";
import {
	type FoundPods,
	findPods,
	ofEachTarget,
} from "../kubernetes/targets/resolve-pods.ts";
import { noteOn, type ProgressStream } from "../render/progress.ts";
import { addressOpener } from "./address-opener.ts";
import { type CLUSTER_FLAGS, clusterFlagsOf } from "./cluster-flags.ts";
import {
	type Asks,
	type ConfidentialData,
	confidentialDataOf,
	type MetadataFlags,
} from "./confidential-data.ts";
import {
	type ConnectOptions,
	openPodChannel,
	preloadPodChannel,
} from "./connect.ts";
import { endpointTarget } from "./endpoint-target.ts";
import type { FlagValues } from "./flags.ts";
import type { INHERITED_FLAGS } from "./inherited-flags.ts";
import { knownTransports } from "./known-transports.ts";
import { loadLoggedCluster } from "./logged-cluster.ts";
import { type Aim, aimOf } from "./pods.ts";
import type { RunContext } from "./run-context.ts";
import type { TARGET_FLAGS } from "./target-flags.ts";
import { readTlsSecret } from "./tls-secret.ts";
import { checkTransportFlags, transportChoice } from "./transport.ts";
import type { ConnectionFlags } from "./transport-flags.ts";

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

/** The pods or addresses of a run, and how to connect to them. */
export type Access = {
	readonly aim: Aim;
	/** Not called for addresses. */
	readonly reach: () => Promise<Reach>;
	readonly connect: ConnectOptions;
	readonly confidential: ConfidentialData;
	/** Prints a line on stderr. */
	readonly tell: (line: string) => void;
	readonly signal: AbortSignal;
};

/** Opens a channel to a target whose port is known. @throws PluginError */
export type OpenChannelTo = (
	target: PodTarget,
	signal: AbortSignal,
) => Promise<Channel>;

type AccessArguments = {
	/** The words that name targets. */
	readonly words: readonly string[];
	readonly flags: FlagValues<
		typeof TARGET_FLAGS & ConnectionFlags & typeof CLUSTER_FLAGS
	> &
		MetadataFlags;
};

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

/** Returns what a command line aims at, and how to connect to it. @throws PluginError `usage`, `target`, `certificate` */
export async function accessOf(
	{ words, flags }: AccessArguments,
	reach: () => Promise<Reach>,
	context: AccessContext,
	asks: Asks = "anything",
): Promise<Access> {
	checkTransportFlags(flags);
	const { signal, env } = context;
	// `context.stderr` creates standard error on first use, so it is read only when a line comes.
	const tell = (line: string) => noteOn(context.stderr, line);
	const aim = await aimOf(
		words,
		flags,
		async () => (await reach()).cluster.namespace,
	);
	const confidential = confidentialDataOf(flags, asks);
	// The API server has led to the pod, and a pod has no name of its own to verify. An address has only its certificate.
	const defaultVerification =
		aim.kind === "pods" || confidential === "nothing" ? "report" : "require";
	const choosing = transportChoice(flags, {
		defaultVerification,
		env,
		readSecret: async (reference) => {
			const { api, cluster } = await reach();
			return readTlsSecret(api, reference, cluster.namespace, signal);
		},
		tell,
	});
	const transport = await untilAborted(choosing, signal);
	const connect = {
		transport,
		authority: flags.authority,
		connectTimeoutMs: flags["connect-timeout"],
		env,
	};
	return { aim, reach, connect, confidential, tell, signal };
}

/** Returns the pods or addresses of the aim. @throws PluginError where one of the targets has none, or the API refuses */
export async function targetsOf(
	...asked: Parameters<typeof foundBy>
): Promise<readonly PodTarget[]> {
	return ofEachTarget(await foundBy(...asked));
}

/**
 * Returns the pods or addresses of the aim, and the targets that have none. While the API server answers, it loads the modules of
 * channels. Once the number of pods is known, it opens the connections for them ahead.
 * @param atOnce how many of them are to be reached at a time
 * @throws PluginError when the API refuses what all targets need
 */
export async function foundBy(
	access: Access,
	channel: "needed" | "if-needed" = "needed",
	atOnce = 1,
): Promise<FoundPods> {
	const { aim, reach, signal } = access;
	const preload = async (load: () => Promise<void>) =>
		channel === "needed" ? load() : undefined;
	if (aim.kind === "endpoints") {
		await preload(preloadChannel);
		const targets = aim.endpoints.map(({ host, port }) =>
			endpointTarget(host, port),
		);
		return { targets, lacking: [] };
	}
	const find = async () => {
		const { api, cluster } = await reach();
		// One connection exists already: it has listed the pods.
		const onExpected = (pods: number) => {
			void preload(() => prepareForChannels(pods));
			cluster.connectAhead(Math.min(pods, atOnce) - 1);
		};
		return findPods(api, aim.query, { signal, onExpected });
	};
	const [found] = await Promise.all([find(), preload(preloadPodChannel)]);
	await preload(() => prepareForChannels(found.targets.length));
	return found;
}

/** Returns the function that opens channels to the targets of the aim. @throws PluginError of the kubeconfig */
export async function openerOf(access: Access): Promise<OpenChannelTo> {
	const { aim, reach, connect } = access;
	if (aim.kind === "endpoints") return addressOpener(access, aim.endpoints);
	const { cluster } = await reach();
	const openKnown = knownTransports(connect.transport);
	return (target, signal) => {
		const { pod, port } = target;
		const server = `${pod.uid} ${port.kind === "chosen" ? port.port : ""}`;
		return openKnown(server, (transport) =>
			openPodChannel(cluster, target, { ...connect, transport }, signal),
		);
	};
}
