import type { Socket } from "node:net";
import { availableParallelism } from "node:os";
import { createTurnstile } from "../../turnstile.ts";
import type { ControlPlane } from "../controllers/controller.ts";
import type { Node } from "../objects/cluster.ts";
import type { Pod } from "../objects/pod.ts";
import type { Change } from "../store/history.ts";
import type { ContainerRuntime } from "./container.ts";
import type { KubeletContext } from "./context.ts";
import { createAddressPool, type Origin } from "./network.ts";
import { type PodWorker, startPodWorker } from "./pod-worker.ts";

/** The kubelets of all nodes. Every scheduled pod gets a worker. */
export type Kubelet = {
	/** Connects to a port of a pod. Returns undefined for an unknown pod. @throws DialError */
	dial(uid: string, port: number, from: Origin): Promise<Socket> | undefined;
	containers(uid: string): readonly ContainerRuntime[];
	/** Returns whether the pod is stable: probed, finished, or waiting with a reason. */
	isSettled(uid: string): boolean;
	/** Kills all processes and waits for their end. */
	stop(): Promise<void>;
};

type KubeletOptions = Omit<
	KubeletContext,
	keyof ControlPlane | "addresses" | "starts"
>;

/** Starts to run the pods of a store. */
export function startKubelet(
	plane: ControlPlane,
	options: KubeletOptions,
): Kubelet {
	const workers = new Map<string, PodWorker>();
	const context: KubeletContext = {
		...plane,
		...options,
		addresses: createAddressPool(),
		starts: createTurnstile(availableParallelism() * 2),
	};
	const unsubscribe = plane.store.subscribe((change) => {
		const pod = podOf(change, plane);
		if (pod) follow(pod);
		else if (change.resource === "pods" && change.type === "DELETED") {
			workers.get(change.object.metadata.uid)?.abandon();
			forget(change.object.metadata.uid);
		}
	});
	const follow = (pod: Pod) => {
		const { uid } = pod.metadata;
		const node = plane.store.get("nodes", pod.spec.nodeName ?? "");
		const worker = workers.get(uid);
		if (worker) worker.update(pod);
		else if (node && !pod.metadata.deletionTimestamp)
			workers.set(uid, startPodWorker(context, pod, placeOf(node)));
	};
	/** A worker is kept until its processes have ended, because `stop` waits for them. */
	const forget = (uid: string) => {
		void workers.get(uid)?.over.then(() => workers.delete(uid));
	};
	return {
		dial: (uid, port, from) => workers.get(uid)?.dial(port, from),
		containers: (uid) => workers.get(uid)?.containers() ?? [],
		isSettled: (uid) => workers.get(uid)?.isSettled() ?? false,
		stop: async () => {
			unsubscribe();
			for (const worker of workers.values()) worker.abandon();
			await Promise.all([...workers.values()].map(({ over }) => over));
		},
	};
}

/** Returns the pod of a change if it exists and has a node. */
function podOf(
	{ resource, type, object }: Change,
	{ store }: ControlPlane,
): Pod | undefined {
	if (resource !== "pods" || type === "DELETED") return undefined;
	const { name, namespace } = object.metadata;
	const pod = store.get("pods", name, namespace);
	return pod?.spec.nodeName === undefined ? undefined : pod;
}

function placeOf({ status, spec }: Node) {
	const address = status.addresses.find(({ type }) => type === "InternalIP");
	return { ip: address?.address ?? "", podCidr: spec.podCIDR };
}
