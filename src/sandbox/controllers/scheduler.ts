import type { Node } from "../objects/cluster.ts";
import { keyOf, withCondition } from "../objects/metadata.ts";
import { isFinished, type Pod } from "../objects/pod.ts";
import { matchesLabels } from "../objects/selector.ts";
import { type Controller, type ControlPlane, splitKey } from "./controller.ts";

const COMPONENT = "default-scheduler";

/** Binds each pod to the node with the fewest pods that matches its node selector and is not cordoned. */
export const scheduler: Controller = {
	name: "scheduler",
	affected: (change, { store }) => {
		if (change.resource === "pods") return [keyOf(change.object.metadata)];
		if (change.resource !== "nodes") return [];
		// A changed node may take waiting pods.
		return store
			.list("pods")
			.filter(({ spec }) => spec.nodeName === undefined)
			.map(({ metadata }) => keyOf(metadata));
	},
	reconcile: (key, plane) => {
		const { namespace, name } = splitKey(key);
		const pod = plane.store.get("pods", name, namespace);
		if (!pod || pod.spec.nodeName || pod.metadata.deletionTimestamp) return;
		const nodes = plane.store.list("nodes");
		const refusals = nodes.map((node) => refusalOf(pod, node));
		const fitting = nodes.filter((_, index) => refusals[index] === undefined);
		const chosen = leastLoaded(plane, fitting);
		if (chosen) bind(plane, pod, chosen.metadata.name);
		else postpone(plane, pod, nodes.length, refusals);
	},
};

/** Returns why a pod cannot run on a node, in the scheduler's words; undefined when it can. */
function refusalOf({ spec }: Pod, node: Node): string | undefined {
	if (node.spec.unschedulable) return "node(s) were unschedulable";
	return matchesLabels(spec.nodeSelector ?? {}, node.metadata.labels)
		? undefined
		: "node(s) didn't match Pod's node affinity/selector";
}

function leastLoaded(
	{ store }: ControlPlane,
	nodes: readonly Node[],
): Node | undefined {
	const running = store.list("pods").filter((pod) => !isFinished(pod));
	const podsOn = ({ metadata }: Node) =>
		running.filter(({ spec }) => spec.nodeName === metadata.name).length;
	return nodes
		.map((node) => ({ node, pods: podsOn(node) }))
		.sort((a, b) => a.pods - b.pods)[0]?.node;
}

function bind({ store, record }: ControlPlane, pod: Pod, node: string): void {
	store.put("pods", {
		...pod,
		spec: { ...pod.spec, nodeName: node },
		status: {
			...pod.status,
			conditions: withCondition(pod.status.conditions ?? [], {
				type: "PodScheduled",
				status: "True",
			}),
		},
	});
	record(pod, {
		type: "Normal",
		reason: "Scheduled",
		message: `Successfully assigned ${keyOf(pod.metadata)} to ${node}`,
		component: COMPONENT,
	});
}

function postpone(
	{ store, record }: ControlPlane,
	pod: Pod,
	nodes: number,
	refusals: readonly (string | undefined)[],
): void {
	const counts = Map.groupBy(refusals, (refusal) => refusal ?? "");
	const reasons = [...counts].map(([reason, all]) => `${all.length} ${reason}`);
	const message = `0/${nodes} nodes are available: ${reasons.sort().join(", ")}. no new claims to deallocate, preemption: 0/${nodes} nodes are available: ${nodes} Preemption is not helpful for scheduling.`;
	const previous = pod.status.conditions?.find(
		({ type }) => type === "PodScheduled",
	);
	if (previous?.message === message) return;
	store.put("pods", {
		...pod,
		status: {
			...pod.status,
			conditions: withCondition(pod.status.conditions ?? [], {
				type: "PodScheduled",
				lastProbeTime: null,
				status: "False",
				reason: "Unschedulable",
				message,
			}),
		},
	});
	record(pod, {
		type: "Warning",
		reason: "FailedScheduling",
		message,
		component: COMPONENT,
	});
}
