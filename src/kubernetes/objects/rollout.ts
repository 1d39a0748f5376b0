import type { Field } from "../field.ts";

/** How far a controller has come with what its workload is to be: it has not looked yet, or has so many pods of the latest template. */
export type Rollout =
	| { readonly kind: "unseen" }
	| {
			readonly kind: "seen";
			readonly updated: number;
			/** How many of its pods are to be of the latest template. */
			readonly wanted: number;
	  };

/**
 * What `kubectl rollout status` looks at (polymorphichelpers/rollout_status.go); undefined for a kind without a template that is rolled out, where
 * somebody chooses when it goes on (`paused`, `OnDelete`), and for an Argo Rollout, which may stand at a step for days.
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

/** The pods of a StatefulSet below this number keep the template before. */
const partitionOf = (object: Field): number =>
	object
		.record("spec")
		.record("updateStrategy")
		.record("rollingUpdate")
		.integer("partition") ?? 0;
