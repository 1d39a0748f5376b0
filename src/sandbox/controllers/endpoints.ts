import { isDeepStrictEqual } from "node:util";
import type {
	EndpointAddress,
	EndpointPort,
	Endpoints,
	Service,
} from "../objects/network.ts";
import type { Pod } from "../objects/pod.ts";
import { isReady } from "./availability.ts";
import { type Controller, splitKey } from "./controller.ts";
import {
	podReference,
	podsBehind,
	resolvePorts,
	servicesOf,
} from "./service-endpoints.ts";

/** Keeps the Endpoints object of each Service with a selector. It excludes terminating pods. */
export const endpointsController: Controller = {
	name: "endpoints",
	affected: (change, { store }) => servicesOf(change, store),
	reconcile: (key, { store, registry }) => {
		const { namespace, name } = splitKey(key);
		const service = store.get("services", name, namespace);
		const present = store.get("endpoints", name, namespace);
		if (!service) {
			if (present) registry.delete("endpoints", name, namespace);
			return;
		}
		if (!service.spec.selector) return;
		const pods = podsBehind(store, service).filter(
			({ metadata }) => metadata.deletionTimestamp === undefined,
		);
		const subsets = subsetsOf(service, pods);
		if (!present)
			registry.create("endpoints", {
				apiVersion: "v1",
				kind: "Endpoints",
				metadata: {
					name,
					namespace,
					labels: {
						...service.metadata.labels,
						"endpoints.kubernetes.io/managed-by": "endpoint-controller",
					},
				},
				...(subsets.length > 0 ? { subsets } : {}),
			});
		else if (!isDeepStrictEqual(present.subsets ?? [], subsets))
			store.put("endpoints", { ...present, subsets });
	},
};

function subsetsOf(
	service: Service,
	pods: readonly Pod[],
): NonNullable<Endpoints["subsets"]> {
	const groups = Map.groupBy(pods, (pod) =>
		JSON.stringify(resolvePorts(service, pod)),
	);
	return [...groups.values()].map((group) => {
		const isListed = (pod: Pod) =>
			isReady(pod) || service.spec.publishNotReadyAddresses === true;
		const ready = group.filter(isListed).map(addressOf);
		const notReady = group.filter((pod) => !isListed(pod)).map(addressOf);
		return {
			...(ready.length > 0 ? { addresses: ready } : {}),
			...(notReady.length > 0 ? { notReadyAddresses: notReady } : {}),
			ports: group[0] ? resolvePorts(service, group[0]).map(unnamed) : [],
		};
	});
}

function addressOf(pod: Pod): EndpointAddress {
	return {
		ip: pod.status.podIP ?? "",
		...(pod.spec.nodeName ? { nodeName: pod.spec.nodeName } : {}),
		targetRef: podReference(pod),
	};
}

/** Endpoints omit an empty port name. EndpointSlices do not. */
function unnamed(port: EndpointPort): Omit<EndpointPort, "name"> {
	const { name, ...rest } = port;
	return name === "" ? rest : port;
}
