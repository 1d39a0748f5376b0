import type { KubeObject } from "../objects/metadata.ts";
import type { Pod, PodTemplate } from "../objects/pod.ts";
import { matchesLabels, selects } from "../objects/selector.ts";
import type { ReplicaSet } from "../objects/workloads.ts";
import { bySurplus, isActive, isReady } from "./availability.ts";
import { createPod, deletePod } from "./claim.ts";
import type { ControlPlane } from "./controller.ts";
import { podOwnerController } from "./pod-owner.ts";

/** Keeps the number of pods that a ReplicaSet asks for. */
export const replicaSetController = podOwnerController("replicasets", {
	matches: ({ spec }, { labels }) => selects(spec.selector, labels),
	keep: keepReplicas("replicaset-controller"),
});

/** Does the same for a ReplicationController, whose selector is a plain map of labels. */
export const replicationController = podOwnerController(
	"replicationcontrollers",
	{
		matches: ({ spec }, { labels }) => matchesLabels(spec.selector, labels),
		keep: keepReplicas("replication-controller"),
	},
);

type ReplicaOwner = KubeObject & {
	readonly spec: {
		readonly replicas: number;
		readonly template: PodTemplate;
	};
};

/**
 * Creates or deletes pods until the number is right. `component` is the reporter of the events. The status counts the pods that were
 * there before; the change triggers a new count.
 */
function keepReplicas(component: string) {
	return (
		plane: ControlPlane,
		owner: ReplicaOwner,
		claimed: readonly Pod[],
	): ReplicaSet["status"] => {
		const { spec } = owner;
		const pods = claimed.filter(isActive);
		const missing = spec.replicas - pods.length;
		for (let created = 0; created < missing; created++)
			createPod(plane, owner, spec.template, { component });
		for (const pod of pods.toSorted(bySurplus).slice(0, Math.max(0, -missing)))
			deletePod(plane, owner, pod, component);
		const ready = pods.filter(isReady).length;
		return {
			replicas: pods.length,
			fullyLabeledReplicas: pods.length,
			readyReplicas: ready,
			availableReplicas: ready,
			observedGeneration: owner.metadata.generation ?? 0,
		};
	};
}
