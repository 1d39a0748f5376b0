import type { PodDisruptionBudget } from "../objects/cluster.ts";
import { keyOf } from "../objects/metadata.ts";
import type { Pod } from "../objects/pod.ts";
import { selects } from "../objects/selector.ts";
import { isActive, isReady } from "./availability.ts";
import { type Controller, splitKey } from "./controller.ts";
import { share } from "./rollout.ts";

/** Counts how many pods each PodDisruptionBudget lets go. */
export const disruptionController: Controller = {
	name: "disruption",
	affected: (change, { store }) => {
		if (change.resource === "poddisruptionbudgets")
			return [keyOf(change.object.metadata)];
		if (change.resource !== "pods") return [];
		const { namespace, labels } = change.object.metadata;
		return store
			.list("poddisruptionbudgets", namespace)
			.filter(({ spec }) => selects(spec.selector, labels))
			.map(({ metadata }) => keyOf(metadata));
	},
	reconcile: (key, { store }) => {
		const { namespace, name } = splitKey(key);
		const budget = store.get("poddisruptionbudgets", name, namespace);
		if (!budget) return undefined;
		const pods = store
			.list("pods", namespace)
			.filter(
				(pod) =>
					isActive(pod) && selects(budget.spec.selector, pod.metadata.labels),
			);
		const status = statusOf(budget, pods);
		store.put("poddisruptionbudgets", { ...budget, status });
		return undefined;
	},
};

function statusOf(
	{ spec, metadata }: PodDisruptionBudget,
	pods: readonly Pod[],
) {
	const expectedPods = pods.length;
	const desiredHealthy =
		spec.minAvailable !== undefined
			? share(spec.minAvailable, expectedPods, Math.ceil)
			: expectedPods - share(spec.maxUnavailable ?? 1, expectedPods, Math.ceil);
	const currentHealthy = pods.filter(isReady).length;
	return {
		disruptionsAllowed: Math.max(0, currentHealthy - desiredHealthy),
		currentHealthy,
		desiredHealthy: Math.max(0, desiredHealthy),
		expectedPods,
		observedGeneration: metadata.generation ?? 1,
	};
}
