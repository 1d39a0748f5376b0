import { isObject, isStringMap } from "./json.ts";

/** String to string: labels, annotations, selectors. */
export type StringMap = Readonly<Record<string, string>>;

type OwnerReference = {
	readonly apiVersion: string;
	readonly kind: string;
	readonly name: string;
	readonly uid: string;
	readonly controller?: boolean;
	readonly blockOwnerDeletion?: boolean;
};

/** metav1.ObjectMeta, as far as the sandbox knows it. Timestamps are RFC 3339 in whole seconds, as on the wire. */
export type ObjectMeta = {
	readonly name: string;
	readonly namespace?: string;
	readonly generateName?: string;
	readonly uid: string;
	readonly resourceVersion: string;
	readonly generation?: number;
	readonly creationTimestamp: string;
	readonly deletionTimestamp?: string;
	readonly deletionGracePeriodSeconds?: number;
	readonly labels?: StringMap;
	readonly annotations?: StringMap;
	readonly ownerReferences?: readonly OwnerReference[];
	readonly finalizers?: readonly string[];
};

/** Any object of the API, as JSON. What the store holds is never changed in place. */
export type KubeObject = {
	readonly apiVersion: string;
	readonly kind: string;
	readonly metadata: ObjectMeta;
	readonly spec?: unknown;
	readonly status?: unknown;
};

/** An object as a manifest writes it: what the server fills in is missing. */
export type Manifest = {
	readonly apiVersion: string;
	readonly kind: string;
	readonly metadata: Partial<ObjectMeta>;
	readonly [field: string]: unknown;
};

/** metav1.Condition and its older cousins. */
export type Condition = {
	readonly type: string;
	readonly status: "True" | "False" | "Unknown";
	readonly reason?: string;
	readonly message?: string;
	readonly lastTransitionTime: string;
	readonly lastProbeTime?: null;
	readonly observedGeneration?: number;
};

/** Whether a condition of this type is True. */
export function isTrue(
	conditions: readonly Condition[] | undefined,
	type: string,
): boolean {
	return (conditions ?? []).some(
		(condition) => condition.type === type && condition.status === "True",
	);
}

/** `conditions` with `next` in place, with the transition time of one that has the same status. */
export function withCondition(
	conditions: readonly Condition[],
	next: Omit<Condition, "lastTransitionTime">,
): readonly Condition[] {
	const previous = conditions.find(({ type }) => type === next.type);
	const changed = previous?.status !== next.status;
	const merged: Condition = {
		...next,
		lastTransitionTime:
			previous && !changed ? previous.lastTransitionTime : timestamp(),
	};
	return previous
		? conditions.map((condition) =>
				condition === previous ? merged : condition,
			)
		: [...conditions, merged];
}

/** Now, or the given instant, as the API writes it. */
export function timestamp(at: Date | number = Date.now()): string {
	return new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}

/** The owner that controls an object: at most one has `controller: true`. */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
	return object.metadata.ownerReferences?.find((owner) => owner.controller);
}

/** The reference by which `owner` controls what it creates. */
export function controllerReference(owner: KubeObject): OwnerReference {
	return {
		apiVersion: owner.apiVersion,
		kind: owner.kind,
		name: owner.metadata.name,
		uid: owner.metadata.uid,
		controller: true,
		blockOwnerDeletion: true,
	};
}

/** `namespace/name`, or the name alone for cluster-scoped objects: the key of an object within its resource. */
export function keyOf(metadata: {
	readonly namespace?: string | undefined;
	readonly name: string;
}): string {
	return metadata.namespace
		? `${metadata.namespace}/${metadata.name}`
		: metadata.name;
}

/** Whether JSON from outside is an object of the API at all: it says what it is and has metadata. */
export function isManifest(value: unknown): value is Manifest {
	if (!isObject(value)) return false;
	const { apiVersion, kind, metadata } = value;
	return (
		typeof apiVersion === "string" &&
		typeof kind === "string" &&
		isObject(metadata) &&
		["string", "undefined"].includes(typeof metadata["name"]) &&
		["string", "undefined"].includes(typeof metadata["namespace"]) &&
		(metadata["labels"] === undefined ||
			metadata["labels"] === null ||
			isStringMap(metadata["labels"]))
	);
}
