import type { V1Service, V1ServicePort } from "@kubernetes/client-node";
import type { Field } from "../field.ts";
import { namedObject, type ObjectMeta } from "./metadata.ts";

/** The fields that are read of a Service (api/core/v1.Service). */
export type ServiceObject = {
	readonly metadata?: ObjectMeta | undefined;
	readonly spec?: ServiceSpec | undefined;
};

export type ServiceSpec = {
	readonly type?: string | undefined;
	readonly externalName?: string | undefined;
	readonly clusterIP?: string | undefined;
	readonly selector?: Readonly<Record<string, string>> | undefined;
	readonly ports?: readonly ServicePortObject[] | undefined;
	readonly publishNotReadyAddresses?: boolean | undefined;
	readonly sessionAffinity?: string | undefined;
	readonly internalTrafficPolicy?: string | undefined;
	readonly trafficDistribution?: string | undefined;
};

export type ServicePortObject = {
	readonly name?: string | undefined;
	readonly port: number;
	readonly protocol?: string | undefined;
	readonly targetPort?: number | string | undefined;
	readonly appProtocol?: string | undefined;
};

/** Reads a Service. @throws ShapeError */
export function serviceObject(object: Field): ServiceObject {
	const { metadata } = namedObject(object);
	const service = object.as<V1Service>();
	const spec = service.record("spec");
	return {
		metadata: {
			...metadata,
			annotations: service.record("metadata").textMap("annotations"),
		},
		spec: {
			type: spec.text("type"),
			externalName: spec.text("externalName"),
			clusterIP: spec.text("clusterIP"),
			selector: spec.textMap("selector"),
			ports: spec.list("ports").map(servicePort),
			publishNotReadyAddresses: spec.boolean("publishNotReadyAddresses"),
			sessionAffinity: spec.text("sessionAffinity"),
			internalTrafficPolicy: spec.text("internalTrafficPolicy"),
			trafficDistribution: spec.text("trafficDistribution"),
		},
	};
}

const servicePort = (port: Field<V1ServicePort>): ServicePortObject => ({
	name: port.text("name"),
	port: port.integer("port") ?? 0,
	protocol: port.text("protocol"),
	targetPort: port.integerOrText("targetPort"),
	appProtocol: port.text("appProtocol"),
});
