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

/** A Service reduced to what it takes to find the port that it sends gRPC to. */
export type Service = {
	readonly namespace: string;
	readonly name: string;
	readonly addressing: "cluster-ip" | "headless";
	/** What becomes of pods that are not Ready: most Services send them nothing. */
	readonly notReady: "left-out" | "published";
	readonly selector: Readonly<Record<string, string>>;
	readonly ports: readonly ServicePort[];
};

/** Reduces a Service as the API sent it. */
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
 * The number behind a Service's targetPort in one pod: a name is looked up in this pod's own containers, for replicas
 * of two releases may disagree (endpoints controller, podutil.FindPort). Undefined when no container has the name.
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

/** What to know of a pod that is not Ready: the Services that send it traffic all the same, of those that are known. */
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
 * What to know when a headless Service's port and targetPort differ: its DNS name resolves to pods, nothing translates
 * the port, and `kubectl port-forward` skips the targetPort too (kubectl/pkg/util/service_port.go).
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
