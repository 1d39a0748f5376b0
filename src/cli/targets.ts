import { preloadChannel, prepareForChannels } from "../grpc/open-channel.ts";
import type { PodTarget } from "../kubernetes/target.ts";
import {
	type FoundPods,
	findPods,
	ofEachTarget,
} from "../kubernetes/targets/resolve-pods.ts";
import type { Access } from "./access.ts";
import { addressOpener } from "./address-opener.ts";
import {
	type OpenChannelTo,
	openPodChannel,
	preloadPodChannel,
} from "./connect.ts";
import { endpointTarget } from "./endpoint-target.ts";
import { knownTransports } from "./known-transports.ts";

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
