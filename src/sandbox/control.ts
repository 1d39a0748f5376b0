import type { ApiServer } from "./api/server.ts";
import type { Kubelet } from "./kubelet/kubelet.ts";
import { startLoad } from "./load.ts";
import { isFinished, type Pod } from "./objects/pod.ts";
import type { ServingStatus } from "./pod/messages.ts";
import type { Store } from "./store/store.ts";

/**
 * What a test or a scenario can do to the sandbox without the API. A pod is named by its name in the sandbox's namespace, or by
 * `namespace/name`.
 */
export type SandboxControl = {
	/** Cuts every connection to the API server and refuses new ones. Pods and controllers continue. */
	stopApiServer(): Promise<void>;
	/** Starts the API server again at the same address. */
	startApiServer(): Promise<void>;
	/** Kills a pod's application processes as the kernel does on lack of memory: exit code 137, then the restart policy applies. */
	killPod(pod: string): void;
	/** Drops the stored changes. A watch that resumes from an earlier version and the next page of a list get 410. */
	compact(): void;
	/** Sets a health status in a pod's server. An empty `service` is the overall health, as in grpc.health.v1. */
	setHealth(pod: string, service: string, status: ServingStatus): void;
	/** Calls user.UserService/GetUser of a pod at a steady rate through one connection, until the pod or the sandbox ends. */
	load(pod: string, callsPerSecond: number): Promise<void>;
	/** Resolves when the cluster is stable: the requested pods exist, and each has been probed, has finished, or waits with a reason. */
	settled(options?: { readonly signal?: AbortSignal }): Promise<void>;
	/** Returns the sorted names of the pods in the sandbox's namespace. */
	podNames(): readonly string[];
};

/** The parts that {@link createControl} controls. */
type ControlParts = {
	readonly store: Store;
	readonly kubelet: Kubelet;
	readonly apiServer: ApiServer;
	readonly namespace: string;
	/** Returns whether no controller has work to do. */
	readonly isIdle: () => boolean;
	/** Calls `listener` whenever {@link SandboxControl.settled} may have become true. Returns the function that ends this. */
	readonly onProgress: (listener: () => void) => () => void;
	/** Registers a function to call when the sandbox stops. */
	readonly onStop: (cleanUp: () => void) => void;
};

/** The test server's gRPC port. */
const GRPC_PORT = 50051;

/** Creates the controls of a running sandbox. */
export function createControl(parts: ControlParts): SandboxControl {
	const { store, kubelet, apiServer } = parts;
	const applications = (pod: string) =>
		kubelet
			.containers(findPod(parts, pod).metadata.uid)
			.filter(({ part }) => part === "application")
			.flatMap(({ process }) => process ?? []);
	return {
		stopApiServer: apiServer.stop,
		startApiServer: apiServer.start,
		compact: store.compact,
		killPod: (pod) => {
			for (const process of applications(pod)) process.kill();
		},
		setHealth: (pod, service, status) => {
			for (const process of applications(pod))
				process.send({ type: "set-health", service, status });
		},
		load: async (pod, callsPerSecond) => {
			const { uid } = findPod(parts, pod).metadata;
			const socket = await kubelet.dial(uid, GRPC_PORT, "pod-ip");
			if (socket) parts.onStop(startLoad(socket, callsPerSecond));
		},
		podNames: () =>
			store.list("pods", parts.namespace).map(({ metadata }) => metadata.name),
		settled: ({ signal } = {}) => whenSettled(parts, signal),
	};
}

function findPod({ store, namespace }: ControlParts, name: string): Pod {
	const [first = "", second] = name.split("/");
	const pod =
		second === undefined
			? store.get("pods", first, namespace)
			: store.get("pods", second, first);
	if (!pod) throw new Error(`the sandbox has no pod ${name}`);
	return pod;
}

async function whenSettled(
	parts: ControlParts,
	signal: AbortSignal | undefined,
): Promise<void> {
	const { promise, resolve, reject } = Promise.withResolvers<void>();
	const abort = () => reject(signal?.reason);
	// Controllers act on a change in the next turn of the event loop, so this looks after that.
	const look = () =>
		setImmediate(() => {
			if (isSettled(parts)) resolve();
		});
	const stop = parts.onProgress(look);
	signal?.addEventListener("abort", abort, { once: true });
	if (signal?.aborted) abort();
	look();
	try {
		await promise;
	} finally {
		stop();
		signal?.removeEventListener("abort", abort);
	}
}

function isSettled({ store, kubelet, isIdle }: ControlParts): boolean {
	const rolledOut = store
		.list("deployments")
		.every(
			({ spec, status }) =>
				spec.paused || (status.updatedReplicas ?? 0) === spec.replicas,
		);
	return isIdle() && rolledOut && store.list("pods").every(isPodSettled);

	function isPodSettled(pod: Pod): boolean {
		if (isFinished(pod)) return true;
		if (pod.metadata.deletionTimestamp) return false;
		return pod.spec.nodeName === undefined
			? (pod.status.conditions ?? []).some(
					({ type }) => type === "PodScheduled",
				)
			: kubelet.isSettled(pod.metadata.uid);
	}
}
