import type {
	V1LabelSelector,
	V1ReplicationController,
} from "@kubernetes/client-node";
import type { Field } from "../field.ts";
import { namedObject } from "./metadata.ts";

/** The fields that are read of a workload of any kind. Its selector is a LabelSelector, or a plain map as in a Service. */
export type WorkloadObject<Selector> = {
	readonly uid: string | undefined;
	/** Whether it is being deleted, which in the foreground takes until its pods are gone (garbage collection, `foregroundDeletion`). */
	readonly terminating: boolean;
	/** The number of pods that it asks for, for kinds that say so. */
	readonly wanted: number | undefined;
	readonly selector: Selector;
};

/** A LabelSelector (apimachinery, meta/v1.LabelSelector). */
export type LabelSelector = {
	readonly matchLabels?: Readonly<Record<string, string>> | undefined;
	readonly matchExpressions?: readonly LabelRequirement[] | undefined;
};

export type LabelRequirement = {
	readonly key: string;
	readonly operator: string;
	readonly values?: readonly string[] | undefined;
};

/** Reads a Deployment, StatefulSet, DaemonSet, ReplicaSet, Job or Rollout. @throws ShapeError */
export const labelledWorkload = (
	object: Field,
): WorkloadObject<LabelSelector> => ({
	...workload(object),
	selector: labelSelector(
		object.record("spec").record("selector").as<V1LabelSelector>(),
	),
});

/** The hash of the active template, which the status of a blue-green Rollout adds to the selector. */
const ACTIVE_TEMPLATE = /(^|,)rollouts-pod-template-hash=[^,]*/;

/**
 * Reads the selector in the status of an Argo Rollout, as text, for the pods of all its templates. With a `workloadRef`, its spec has
 * none (argo-rollouts, rollouts/v1alpha1 MarshalJSON; rollout/bluegreen.go). Empty for any other workload. @throws ShapeError
 */
export const resolvedSelector = (object: Field): string =>
	object.record("spec").has("workloadRef")
		? (object.record("status").text("selector") ?? "")
				.replace(ACTIVE_TEMPLATE, "")
				.replace(/^,/, "")
		: "";

/** Reads a ReplicationController. @throws ShapeError */
export const mappedWorkload = (
	object: Field,
): WorkloadObject<Readonly<Record<string, string>>> => ({
	...workload(object),
	selector: object
		.as<V1ReplicationController>()
		.record("spec")
		.textMap("selector"),
});

const workload = (object: Field) => {
	const { uid, deletionTimestamp } = namedObject(object).metadata;
	return {
		uid,
		terminating: deletionTimestamp !== undefined,
		wanted:
			object.record("spec").integer("replicas") ??
			object.record("status").integer("desiredNumberScheduled"),
	};
};

const labelSelector = (selector: Field<V1LabelSelector>): LabelSelector => ({
	matchLabels: selector.textMap("matchLabels"),
	matchExpressions: selector.list("matchExpressions").map((requirement) => ({
		key: requirement.text("key") ?? "",
		operator: requirement.text("operator") ?? "",
		values: requirement.texts("values"),
	})),
});
