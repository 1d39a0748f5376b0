import type { Field } from "../field.ts";

/** How far a workload is rolled out: its controller has not seen the latest change, or has created so many pods of the latest template. */
export type Rollout =
	| { readonly kind: "unseen" }
	| {
			readonly kind: "seen";
			readonly updated: number;
			/** How many pods of the latest template the workload asks for. */
			readonly wanted: number;
	  };

/**
 * Reads what `kubectl rollout status` looks at (polymorphichelpers/rollout_status.go). Undefined for a kind without rollouts, when a user decides
 * how the rollout goes on (`paused`, `OnDelete`), and for an Argo Rollout, which may stay at a step for days.
 * @throws ShapeError
 */
export function rolloutOf(object: Field, kind: string): Rollout | undefined {
	switch (kind) {
		case "Deployment":
			return object.record("spec").boolean("paused")
				? undefined
				: seen(object, "updatedReplicas", replicasOf(object));
		case "StatefulSet":
			return isOnDelete(object)
				? undefined
				: seen(
						object,
						"updatedReplicas",
						replicasOf(object) - partitionOf(object),
					);
		case "DaemonSet":
			return isOnDelete(object)
				? undefined
				: seen(
						object,
						"updatedNumberScheduled",
						object.record("status").integer("desiredNumberScheduled") ?? 0,
					);
		default:
			return undefined;
	}
}

function seen(object: Field, updated: string, wanted: number): Rollout {
	const status = object.record("status");
	const generation = object.record("metadata").raw("generation") ?? 0;
	const observed = status.raw("observedGeneration") ?? 0;
	return Number(observed) < Number(generation)
		? { kind: "unseen" }
		: { kind: "seen", updated: status.integer(updated) ?? 0, wanted };
}

const replicasOf = (object: Field): number =>
	object.record("spec").integer("replicas") ?? 0;

const isOnDelete = (object: Field): boolean =>
	object.record("spec").record("updateStrategy").text("type") === "OnDelete";

/** Pods of a StatefulSet with a lower ordinal keep the earlier template. */
const partitionOf = (object: Field): number =>
	object
		.record("spec")
		.record("updateStrategy")
		.record("rollingUpdate")
		.integer("partition") ?? 0;
