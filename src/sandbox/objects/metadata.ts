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

/** The fields of metav1.ObjectMeta that the sandbox knows. Timestamps are RFC 3339 in whole seconds. */
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

/** Any object of the API. Objects in the store are never changed in place. */
export type KubeObject = {
	readonly apiVersion: string;
	readonly kind: string;
	readonly metadata: ObjectMeta;
	readonly spec?: unknown;
	readonly status?: unknown;
};

/** An object as in a manifest, without the fields that the server sets. */
export type Manifest = {
	readonly apiVersion: string;
	readonly kind: string;
	readonly metadata: Partial<ObjectMeta>;
	readonly [field: string]: unknown;
};

/** metav1.Condition, and the older condition types of single kinds. */
export type Condition = {
	readonly type: string;
	readonly status: "True" | "False" | "Unknown";
	readonly reason?: string;
	readonly message?: string;
	readonly lastTransitionTime: string;
	readonly lastProbeTime?: null;
	readonly observedGeneration?: number;
};

/** Returns whether the condition of this type is True. */
export function isTrue(
	conditions: readonly Condition[] | undefined,
	type: string,
): boolean {
	return (conditions ?? []).some(
		(condition) => condition.type === type && condition.status === "True",
	);
}

/** Returns `conditions` with `next` in place of the one of its type. The transition time changes only with the status. */
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

/** Returns metadata without empty labels and annotations, which the API server does not keep. */
export function withoutEmptyMaps<
	T extends Pick<Partial<ObjectMeta>, "labels" | "annotations">,
>({ labels = {}, annotations = {}, ...rest }: T) {
	return {
		...rest,
		...(Object.keys(labels).length > 0 ? { labels } : {}),
		...(Object.keys(annotations).length > 0 ? { annotations } : {}),
	};
}

/** Returns the current or given time in the format of the API. */
export function timestamp(at: Date | number = Date.now()): string {
	return new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}

/** Returns the owner that controls an object. At most one has `controller: true`. */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
	return object.metadata.ownerReferences?.find((owner) => owner.controller);
}

/** Returns the reference to `owner` for objects that it creates. */
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

/** Returns the key of an object within its resource: `namespace/name`, or the name of a cluster-scoped object. */
export function keyOf(metadata: {
	readonly namespace?: string | undefined;
	readonly name: string;
}): string {
	return metadata.namespace
		? `${metadata.namespace}/${metadata.name}`
		: metadata.name;
}

/** Returns whether JSON from a client is an object of the API: it has an apiVersion, a kind and metadata. */
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
