import type { V1Endpoint, V1EndpointSlice } from "@kubernetes/client-node";
import type { Field } from "../field.ts";
import { namedObject, type ObjectMeta } from "./metadata.ts";

/** The fields that are read of an EndpointSlice (api/discovery/v1.EndpointSlice). */
export type SliceObject = {
	readonly metadata?: ObjectMeta | undefined;
	readonly addressType: string;
	readonly endpoints?: readonly EndpointObject[] | undefined;
	readonly ports?: readonly SlicePort[] | undefined;
};

export type EndpointObject = {
	readonly addresses: readonly string[];
	readonly conditions?: EndpointConditions | undefined;
	readonly targetRef?:
		| { readonly kind?: string | undefined; readonly name?: string | undefined }
		| undefined;
};

/** Undefined has the meaning that the API defines: ready, serving and not terminating. */
type EndpointConditions = {
	readonly ready?: boolean | undefined;
	readonly serving?: boolean | undefined;
	readonly terminating?: boolean | undefined;
};

export type SlicePort = {
	readonly name?: string | undefined;
	readonly port?: number | undefined;
};

/** Reads an EndpointSlice. @throws ShapeError */
export function sliceObject(object: Field): SliceObject {
	const slice = object.as<V1EndpointSlice>();
	return {
		...namedObject(object),
		addressType: slice.text("addressType") ?? "",
		endpoints: slice.list("endpoints").map(endpoint),
		ports: slice.list("ports").map((port) => ({
			name: port.text("name"),
			port: port.integer("port"),
		})),
	};
}

function endpoint(object: Field<V1Endpoint>): EndpointObject {
	const conditions = object.record("conditions");
	const stated = (name: keyof EndpointConditions) =>
		conditions.has(name) ? conditions.boolean(name) : undefined;
	const targetRef = object.record("targetRef");
	return {
		addresses: object.texts("addresses"),
		conditions: {
			ready: stated("ready"),
			serving: stated("serving"),
			terminating: stated("terminating"),
		},
		targetRef: { kind: targetRef.text("kind"), name: targetRef.text("name") },
	};
}
