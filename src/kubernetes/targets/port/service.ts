import type {
	ServiceObject,
	ServicePortObject,
} from "../../objects/service-object.ts";
import type { Pod } from "../../pod.ts";
import type { PortNote } from "../../target.ts";
import { mapSelects } from "../label-selector.ts";

/** A port of a Service, with the defaults of the API filled in. */
export type ServicePort = {
	readonly name: string | undefined;
	readonly port: number;
	readonly protocol: string;
	readonly targetPort: number | string;
	readonly appProtocol: string | undefined;
};

/** The part of a Service that is needed to find its gRPC port. */
export type Service = {
	readonly namespace: string;
	readonly name: string;
	readonly addressing: "cluster-ip" | "headless";
	/** Whether pods that are not Ready get traffic. In most Services they do not. */
	readonly notReady: "left-out" | "published";
	readonly selector: Readonly<Record<string, string>>;
	readonly ports: readonly ServicePort[];
};

/** Reduces a Service from the API. */
export function serviceFrom({ metadata, spec }: ServiceObject): Service {
	return {
		namespace: metadata?.namespace ?? "",
		name: metadata?.name ?? "",
		addressing: spec?.clusterIP === "None" ? "headless" : "cluster-ip",
		notReady: spec?.publishNotReadyAddresses ? "published" : "left-out",
		selector: spec?.selector ?? {},
		ports: (spec?.ports ?? []).map(servicePortFrom),
	};
}

const servicePortFrom = (port: ServicePortObject): ServicePort => ({
	name: port.name || undefined,
	port: port.port,
	protocol: port.protocol ?? "TCP",
	// 0 and absent both mean "the same port" (kubectl's LookupContainerPortNumberByServicePort).
	targetPort: port.targetPort || port.port,
	appProtocol: port.appProtocol || undefined,
});

/**
 * Returns the number of a Service's targetPort in one pod. A name is looked up in this pod's own containers, since replicas of two
 * releases may differ (endpoints controller, podutil.FindPort). Undefined when no container has the name.
 */
export function targetPortIn(
	pod: Pod,
	{ targetPort, protocol }: ServicePort,
): number | undefined {
	if (typeof targetPort === "number") return targetPort;
	return pod.containers
		.flatMap(({ ports }) => ports)
		.find((port) => port.name === targetPort && port.protocol === protocol)
		?.port;
}

/** Returns the notes for a pod that is not Ready: the known Services that send it traffic all the same. */
export function notReadyNotes(
	{ namespace, labels }: Pod,
	target: Service | undefined,
	others: readonly Service[],
): readonly PortNote[] {
	const selecting = others.filter(
		(one) =>
			one.namespace === namespace &&
			one.name !== target?.name &&
			mapSelects(one.selector, labels),
	);
	return [...(target ? [target] : []), ...selecting]
		.filter(({ notReady }) => notReady === "published")
		.map(({ name }) => ({ kind: "publishes-not-ready", service: name }));
}

/**
 * Returns the note for a headless Service whose port and targetPort differ. Its DNS name resolves to pods, nothing translates the port,
 * and `kubectl port-forward` ignores the targetPort too (kubectl/pkg/util/service_port.go).
 */
export function headlessNotes(
	service: Service,
	{ port }: ServicePort,
	target: number,
): readonly PortNote[] {
	if (service.addressing !== "headless" || port === target) return [];
	const { name } = service;
	return [
		{ kind: "headless-target-port", service: name, port, targetPort: target },
	];
}
