import type { Node } from "../objects/cluster.ts";
import { keyOf } from "../objects/metadata.ts";
import { safeHash } from "../objects/names.ts";
import { isFinished, type Pod } from "../objects/pod.ts";
import { matchesLabels, selects } from "../objects/selector.ts";
import type { DaemonSet } from "../objects/workloads.ts";
import { isActive, isReady } from "./availability.ts";
import { createPod, deletePod } from "./claim.ts";
import type { Controller, ControlPlane } from "./controller.ts";
import { podOwnerController } from "./pod-owner.ts";

const COMPONENT = "daemonset-controller";
const REVISION = "controller-revision-hash";
const GENERATION = "pod-template-generation";

const ofPods = podOwnerController("daemonsets", {
	matches: ({ spec }, { labels }) => selects(spec.selector, labels),
	keep: (plane, set, pods) => {
		const nodes = plane.store
			.list("nodes")
			.filter((node) => isEligible(set, node));
		place(plane, set, pods, nodes);
		renew(plane, set, pods);
		return statusOf(set, pods, nodes.length);
	},
});

/** Keeps one pod on every node that a DaemonSet's node selector allows (pkg/controller/daemon). */
export const daemonSetController: Controller = {
	...ofPods,
	affected: (change, plane) =>
		change.resource === "nodes"
			? plane.store.list("daemonsets").map(({ metadata }) => keyOf(metadata))
			: ofPods.affected(change, plane),
};

function isEligible({ spec }: DaemonSet, { metadata }: Node): boolean {
	return matchesLabels(spec.template.spec.nodeSelector ?? {}, metadata.labels);
}

function place(
	plane: ControlPlane,
	set: DaemonSet,
	pods: readonly Pod[],
	nodes: readonly Node[],
): void {
	for (const pod of pods) {
		const misplaced = !nodes.some(
			({ metadata }) => metadata.name === pod.spec.nodeName,
		);
		if ((misplaced || isFinished(pod)) && !pod.metadata.deletionTimestamp)
			deletePod(plane, set, pod, COMPONENT);
	}
	for (const node of nodes) {
		const { name: nodeName } = node.metadata;
		if (pods.some(({ spec }) => spec.nodeName === nodeName)) continue;
		const { template } = set.spec;
		const placed = { ...template, spec: { ...template.spec, nodeName } };
		createPod(plane, set, placed, {
			component: COMPONENT,
			labels: {
				[REVISION]: safeHash(template),
				[GENERATION]: String(set.metadata.generation ?? 1),
			},
		});
	}
}

/** Replaces pods of an older template one by one, and only while all others are ready. */
function renew(
	plane: ControlPlane,
	set: DaemonSet,
	pods: readonly Pod[],
): void {
	if (set.spec.updateStrategy.type !== "RollingUpdate") return;
	const revision = safeHash(set.spec.template);
	const stale = pods.filter(
		(pod) => isActive(pod) && pod.metadata.labels?.[REVISION] !== revision,
	);
	const unready = pods.find((pod) => !isActive(pod) || !isReady(pod));
	const next = unready ? stale.find((pod) => pod === unready) : stale[0];
	if (next) deletePod(plane, set, next, COMPONENT);
}

function statusOf(
	set: DaemonSet,
	pods: readonly Pod[],
	desired: number,
): DaemonSet["status"] {
	const active = pods.filter(isActive);
	const ready = active.filter(isReady).length;
	const revision = safeHash(set.spec.template);
	return {
		currentNumberScheduled: active.length,
		desiredNumberScheduled: desired,
		numberMisscheduled: 0,
		numberReady: ready,
		numberAvailable: ready,
		...(desired > ready ? { numberUnavailable: desired - ready } : {}),
		updatedNumberScheduled: active.filter(
			(pod) => pod.metadata.labels?.[REVISION] === revision,
		).length,
		observedGeneration: set.metadata.generation ?? 0,
	};
}
