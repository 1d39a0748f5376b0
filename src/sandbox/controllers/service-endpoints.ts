import { type KubeObject, keyOf } from "../objects/metadata.ts";
import type { EndpointPort, Service, ServicePort } from "../objects/network.ts";
import { isFinished, type Pod, portNumber } from "../objects/pod.ts";
import { matchesLabels } from "../objects/selector.ts";
import type { Change } from "../store/history.ts";
import type { Store } from "../store/store.ts";

/**
 * Returns the keys of the Services whose endpoints a change concerns: a changed Service, or those that select the pod or did before.
 */
export function servicesOf(change: Change, store: Store): readonly string[] {
	if (change.resource === "services") return [keyOf(change.object.metadata)];
	if (change.resource !== "pods") return [];
	const { namespace } = change.object.metadata;
	return store
		.list("services", namespace)
		.filter(
			(service) =>
				selectsObject(service, change.object) ||
				(change.previous && selectsObject(service, change.previous)),
		)
		.map((service) => keyOf(service.metadata));
}

function selectsObject({ spec }: Service, { metadata }: KubeObject): boolean {
	return (
		spec.selector !== undefined && matchesLabels(spec.selector, metadata.labels)
	);
}

/** Returns the selected pods that have an address and have not finished, including terminating ones. */
export function podsBehind(store: Store, service: Service): readonly Pod[] {
	return store
		.list("pods", service.metadata.namespace)
		.filter(
			(pod) =>
				selectsObject(service, pod) && pod.status.podIP && !isFinished(pod),
		);
}

/** Returns the Service's ports on this pod, without named ports that no container has. */
export function resolvePorts(
	{ spec }: Service,
	pod: Pod,
): readonly EndpointPort[] {
	return (spec.ports ?? []).flatMap((port) => {
		const target = targetOf(port, pod);
		return target === undefined
			? []
			: [
					{
						name: port.name ?? "",
						port: target,
						protocol: port.protocol,
						...(port.appProtocol ? { appProtocol: port.appProtocol } : {}),
					},
				];
	});
}

function targetOf({ targetPort }: ServicePort, pod: Pod): number | undefined {
	return portNumber(targetPort, pod.spec.containers);
}

/** Returns an endpoint's reference to its pod. */
export function podReference({ metadata }: Pod) {
	return {
		kind: "Pod",
		namespace: metadata.namespace ?? "",
		name: metadata.name,
		uid: metadata.uid,
	};
}
