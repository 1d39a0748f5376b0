import type { Socket } from "node:net";
import { timestamp } from "../objects/metadata.ts";
import { isSidecar, type Pod } from "../objects/pod.ts";
import {
	type ContainerRuntime,
	createContainer,
	statusOf,
} from "./container.ts";
import type { KubeletContext } from "./context.ts";
import type { Deadline } from "./deadline.ts";
import { dialPort, type Origin } from "./network.ts";
import { podStatus } from "./pod-status.ts";
import type { CheckTarget } from "./probe/check.ts";
import type { Supervision } from "./supervise.ts";

/** The state of a pod on its node. */
export type PodRun = {
	readonly context: KubeletContext;
	readonly node: { readonly ip: string; readonly podCidr: string };
	readonly podIp: string;
	readonly startTime: string;
	readonly inits: readonly ContainerRuntime[];
	readonly sidecars: readonly ContainerRuntime[];
	readonly mains: readonly ContainerRuntime[];
	/** Aborts when the pod begins to end. Nothing is started after that. */
	readonly stopping: AbortController;
	/** The latest version of the object. */
	pod: Pod;
	/** The end of the grace period, once the pod is being stopped. */
	grace: Deadline | undefined;
	life: "going-on" | "over";
};

/** Creates the state of a scheduled pod: it has an address, and its containers are not started. */
export function createPodRun(
	context: KubeletContext,
	pod: Pod,
	node: PodRun["node"],
): PodRun {
	const { initContainers = [], containers } = pod.spec;
	const waitingFor =
		initContainers.length > 0 ? "PodInitializing" : "ContainerCreating";
	const inits = initContainers.map((spec) =>
		createContainer(spec, isSidecar(spec) ? "sidecar" : "init", waitingFor),
	);
	return {
		context,
		node,
		podIp: context.addresses.take(node.podCidr),
		startTime: timestamp(),
		inits,
		sidecars: inits.filter(({ part }) => part === "sidecar"),
		mains: containers.map((spec) =>
			createContainer(spec, "application", waitingFor),
		),
		stopping: new AbortController(),
		pod,
		grace: undefined,
		life: "going-on",
	};
}

/** Returns all containers of the pod. */
export function containersOf({
	inits,
	mains,
}: PodRun): readonly ContainerRuntime[] {
	return [...inits, ...mains];
}

/** Returns the stored object of the pod; undefined when it is gone or replaced by another pod of the same name. */
export function storedPod({ context, pod }: PodRun): Pod | undefined {
	const { name, namespace, uid } = pod.metadata;
	const stored = context.store.get("pods", name, namespace);
	return stored?.metadata.uid === uid ? stored : undefined;
}

/** Writes the pod's status. */
export function publish(run: PodRun): void {
	const stored = storedPod(run);
	if (!stored) return;
	const status = podStatus(stored, {
		initContainerStatuses: run.inits.map(statusOf),
		containerStatuses: run.mains.map(statusOf),
		podIp: run.podIp,
		hostIp: run.node.ip,
		startTime: run.startTime,
		life: run.life,
	});
	run.context.store.put("pods", { ...stored, status });
	run.context.progressed();
}

/** Connects to a port that one of the pod's processes listens on. @throws DialError */
export function dialPod(
	run: PodRun,
	port: number,
	from: Origin,
): Promise<Socket> {
	const listening = containersOf(run)
		.map(({ process }) => process?.ports().get(port))
		.find((found) => found !== undefined);
	return dialPort(listening, from);
}

/** Returns what probes and hooks of a container connect to. */
export function checkTarget(
	run: PodRun,
	container: ContainerRuntime,
): CheckTarget {
	return {
		podIp: run.podIp,
		container: container.spec,
		dial: (port) => dialPod(run, port, "pod-ip"),
		dialLocalhost: (port) => dialPod(run, port, "localhost"),
	};
}

/** Returns the function that records events of one container. */
export function eventsOf(
	{ context, pod }: PodRun,
	container: ContainerRuntime,
): Supervision["event"] {
	const field =
		container.part === "application" ? "containers" : "initContainers";
	return (type, reason, message) =>
		context.record(pod, {
			type,
			reason,
			message,
			component: "kubelet",
			...(pod.spec.nodeName ? { host: pod.spec.nodeName } : {}),
			fieldPath: `spec.${field}{${container.spec.name}}`,
		});
}
