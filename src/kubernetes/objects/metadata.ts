import type { V1ObjectMeta, V1OwnerReference } from "@kubernetes/client-node";
import type { Field } from "../field.ts";

/** The fields that are read of an object's metadata (apimachinery, meta/v1.ObjectMeta). */
export type ObjectMeta = {
	readonly name?: string | undefined;
	readonly namespace?: string | undefined;
	readonly uid?: string | undefined;
	readonly labels?: Readonly<Record<string, string>> | undefined;
	/** Read for a Service only. Those of other objects are long and not needed. */
	readonly annotations?: Readonly<Record<string, string>> | undefined;
	readonly ownerReferences?: readonly OwnerReference[] | undefined;
	readonly creationTimestamp?: string | undefined;
	readonly deletionTimestamp?: string | undefined;
};

export type OwnerReference = {
	readonly kind: string;
	readonly name: string;
	readonly uid: string;
	readonly controller?: boolean | undefined;
};

/** Reads any object's metadata. @throws ShapeError, also for an object without a name, since every object has one */
export function namedObject(object: Field): { readonly metadata: ObjectMeta } {
	const metadata = object.record("metadata").as<V1ObjectMeta>();
	return {
		metadata: {
			name: metadata.required("name"),
			namespace: metadata.text("namespace"),
			uid: metadata.text("uid"),
			labels: metadata.textMap("labels"),
			ownerReferences: metadata.list("ownerReferences").map(ownerReference),
			creationTimestamp: metadata.text("creationTimestamp"),
			deletionTimestamp: metadata.text("deletionTimestamp"),
		},
	};
}

const ownerReference = (
	reference: Field<V1OwnerReference>,
): OwnerReference => ({
	kind: reference.text("kind") ?? "",
	name: reference.text("name") ?? "",
	uid: reference.text("uid") ?? "",
	controller: reference.boolean("controller"),
});
