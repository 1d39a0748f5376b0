import type { Node } from "../objects/cluster.ts";
import { keyOf, withCondition } from "../objects/metadata.ts";
import { isFinished, type NodeSelectorTerm, type Pod } from "../objects/pod.ts";
import { matchesExpression, matchesLabels } from "../objects/selector.ts";
import { type Controller, type ControlPlane, splitKey } from "./controller.ts";
import { sumOf } from "./quantity.ts";

const COMPONENT = "default-scheduler";

/** Binds pods to nodes: node selector and required affinity, cordons, CPU and memory; then the node with the fewest pods. */
export const scheduler: Controller = {
	name: "scheduler",
	affected: (change, { store }) => {
		if (change.resource === "pods" && change.type !== "DELETED")
			return [keyOf(change.object.metadata)];
		// A node that changed or a pod that went may make room for those that wait.
		if (change.resource !== "nodes" && change.resource !== "pods") return [];
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
		const refusals = nodes.map((node) => refusalOf(plane, pod, node));
		const fitting = nodes.filter((_, index) => refusals[index] === undefined);
		const chosen = leastLoaded(plane, fitting);
		if (chosen) bind(plane, pod, chosen.metadata.name);
		else postpone(plane, pod, nodes.length, refusals);
	},
};

/** Why a pod cannot run on a node, in the scheduler's words; undefined when it can. */
function refusalOf(
	plane: ControlPlane,
	pod: Pod,
	node: Node,
): string | undefined {
	if (node.spec.unschedulable) return "node(s) were unschedulable";
	if (!selectsNode(pod, node))
		return "node(s) didn't match Pod's node affinity/selector";
	return ["cpu", "memory"]
		.filter((resource) => exceeds(plane, pod, node, resource))
		.map((resource) => `Insufficient ${resource}`)[0];
}

function selectsNode({ spec }: Pod, node: Node): boolean {
	const terms =
		spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
			?.nodeSelectorTerms;
	return (
		matchesLabels(spec.nodeSelector ?? {}, node.metadata.labels) &&
		(terms === undefined || terms.some((term) => matchesTerm(term, node)))
	);
}

function matchesTerm(
	{ matchExpressions = [], matchFields = [] }: NodeSelectorTerm,
	{ metadata }: Node,
): boolean {
	const fields = { "metadata.name": metadata.name };
	return (
		matchExpressions.every((expression) =>
			matchesExpression(expression, metadata.labels ?? {}),
		) && matchFields.every((field) => matchesExpression(field, fields))
	);
}

function exceeds(
	{ store }: ControlPlane,
	pod: Pod,
	node: Node,
	resource: string,
): boolean {
	const requested = (candidate: Pod) =>
		sumOf(
			candidate.spec.containers.map(
				({ resources }) => resources?.requests?.[resource],
			),
		);
	const wanted = requested(pod);
	if (wanted === 0) return false;
	const taken = podsOn(store, node).reduce(
		(sum, other) => sum + requested(other),
		0,
	);
	return taken + wanted > sumOf([node.status.allocatable[resource]]);
}

function podsOn(
	store: ControlPlane["store"],
	{ metadata }: Node,
): readonly Pod[] {
	return store
		.list("pods")
		.filter((pod) => pod.spec.nodeName === metadata.name && !isFinished(pod));
}

function leastLoaded(
	{ store }: ControlPlane,
	nodes: readonly Node[],
): Node | undefined {
	return nodes
		.map((node) => ({ node, pods: podsOn(store, node).length }))
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
