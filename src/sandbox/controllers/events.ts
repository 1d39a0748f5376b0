import type { Event } from "../objects/cluster.ts";
import { type KubeObject, timestamp } from "../objects/metadata.ts";
import type { Registry } from "../registry/registry.ts";
import type { Store } from "../store/store.ts";

/** Something that happened to an object, for `kubectl describe` and `kubectl events`. */
type Occurrence = {
	readonly type: "Normal" | "Warning";
	readonly reason: string;
	readonly message: string;
	/** The reporter: `kubelet`, `default-scheduler`, `replicaset-controller` … */
	readonly component: string;
	readonly host?: string;
	/** The part of the object that is concerned: `spec.containers{app}`. */
	readonly fieldPath?: string;
};

/** Writes Events. A repeated event increments the count of the first one. */
export type EventRecorder = (
	object: KubeObject,
	occurrence: Occurrence,
) => void;

/** Creates a recorder that writes to `store`. Like Kubernetes, it drops events in a namespace that is being deleted. */
export function createEventRecorder(
	store: Store,
	registry: Registry,
): EventRecorder {
	const names = new Map<string, string>();
	return (object, occurrence) => {
		const namespace = object.metadata.namespace ?? "default";
		if (store.get("namespaces", namespace)?.metadata.deletionTimestamp) return;
		const { type, reason, message, component, fieldPath } = occurrence;
		const identity = `${object.metadata.uid} ${type} ${reason} ${message} ${component} ${fieldPath}`;
		const earlier = store.get("events", names.get(identity) ?? "", namespace);
		if (earlier) {
			const { count } = earlier;
			store.put("events", {
				...earlier,
				count: count + 1,
				lastTimestamp: timestamp(),
			});
			return;
		}
		const name = eventName(object);
		names.set(identity, name);
		registry.create("events", {
			...eventOf(object, occurrence),
			metadata: { name, namespace },
		});
	};
}

let sequence = 0;

function eventName({ metadata }: KubeObject): string {
	sequence++;
	const unique = BigInt(Date.now()) * 1_000_000n + BigInt(sequence);
	return `${metadata.name}.${unique.toString(16)}`;
}

function eventOf(
	object: KubeObject,
	{ type, reason, message, component, host, fieldPath }: Occurrence,
): Omit<Event, "metadata"> {
	const { name, namespace, uid, resourceVersion } = object.metadata;
	const now = timestamp();
	return {
		apiVersion: "v1",
		kind: "Event",
		involvedObject: {
			apiVersion: object.apiVersion,
			kind: object.kind,
			...(namespace === undefined ? {} : { namespace }),
			name,
			uid,
			...(fieldPath === undefined ? { resourceVersion } : { fieldPath }),
		},
		type,
		reason,
		message,
		count: 1,
		firstTimestamp: now,
		lastTimestamp: now,
		source: host === undefined ? { component } : { component, host },
	};
}
