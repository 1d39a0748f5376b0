import { isDeepStrictEqual } from "node:util";
import { controllerReference } from "../objects/metadata.ts";
import { generatedName } from "../objects/names.ts";
import type {
	Endpoint,
	EndpointPort,
	EndpointSlice,
	Service,
} from "../objects/network.ts";
import type { Pod } from "../objects/pod.ts";
import { isReady } from "./availability.ts";
import { type Controller, type ControlPlane, splitKey } from "./controller.ts";
import {
	podReference,
	podsBehind,
	resolvePorts,
	servicesOf,
} from "./service-endpoints.ts";

/** The largest number of endpoints in one slice (--max-endpoints-per-slice). */
const SLICE_SIZE = 100;
const SERVICE_NAME = "kubernetes.io/service-name";

type WantedSlice = {
	readonly ports: readonly EndpointPort[];
	readonly endpoints: readonly Endpoint[];
};

/** Keeps the EndpointSlices of Services with a selector. Pods with other port numbers go into other slices. */
export const endpointSliceController: Controller = {
	name: "endpointslice",
	affected: (change, { store }) => servicesOf(change, store),
	reconcile: (key, plane) => {
		const { namespace, name } = splitKey(key);
		const service = plane.store.get("services", name, namespace);
		if (!service?.spec.selector) return;
		const present = plane.store
			.list("endpointslices", namespace)
			.filter(({ metadata }) => metadata.labels?.[SERVICE_NAME] === name);
		const wanted = wantedSlices(
			service,
			podsBehind(plane.store, service),
			present,
		);
		wanted.forEach((slice, index) => {
			write(plane, service, slice, present[index]);
		});
		for (const { metadata } of present.slice(wanted.length))
			plane.registry.delete("endpointslices", metadata.name, namespace);
	},
};

function wantedSlices(
	service: Service,
	pods: readonly Pod[],
	present: readonly EndpointSlice[],
): readonly WantedSlice[] {
	const groups = Map.groupBy(pods, (pod) =>
		JSON.stringify(resolvePorts(service, pod)),
	);
	const slices = [...groups.values()].flatMap((group) =>
		inSlices(inPresentOrder(group, present)).map((chunk) => ({
			ports: chunk[0] ? resolvePorts(service, chunk[0]) : [],
			endpoints: chunk.map((pod) => endpointOf(service, pod)),
		})),
	);
	return slices.length > 0 ? slices : [{ ports: [], endpoints: [] }];
}

/** Keeps the order of present endpoints and appends new ones, so that watches show only what has changed. */
function inPresentOrder(
	pods: readonly Pod[],
	present: readonly EndpointSlice[],
): readonly Pod[] {
	const places = present
		.flatMap(({ endpoints }) => endpoints ?? [])
		.map(({ targetRef }) => targetRef?.uid);
	const placeOf = (pod: Pod) => {
		const place = places.indexOf(pod.metadata.uid);
		return place === -1 ? places.length : place;
	};
	return pods.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** Conditions as in KEP-1672: a terminating endpoint is never ready, and is serving while its pod's probe succeeds. */
function endpointOf({ spec }: Service, pod: Pod): Endpoint {
	const serving = isReady(pod);
	const terminating = pod.metadata.deletionTimestamp !== undefined;
	return {
		addresses: [pod.status.podIP ?? ""],
		conditions: {
			ready:
				spec.publishNotReadyAddresses === true || (serving && !terminating),
			serving: spec.publishNotReadyAddresses === true || serving,
			terminating,
		},
		...(pod.spec.nodeName ? { nodeName: pod.spec.nodeName } : {}),
		...(pod.spec.hostname ? { hostname: pod.spec.hostname } : {}),
		targetRef: podReference(pod),
	};
}

function write(
	{ registry, store }: ControlPlane,
	service: Service,
	wanted: WantedSlice,
	present: EndpointSlice | undefined,
): void {
	const ports = wanted.ports.length > 0 ? wanted.ports : null;
	const endpoints = wanted.endpoints.length > 0 ? wanted.endpoints : null;
	if (!present) {
		registry.create("endpointslices", {
			apiVersion: "discovery.k8s.io/v1",
			kind: "EndpointSlice",
			metadata: sliceMetadata(service),
			addressType: "IPv4",
			endpoints,
			ports,
		});
		return;
	}
	if (
		isDeepStrictEqual(present.endpoints, endpoints) &&
		isDeepStrictEqual(present.ports, ports)
	)
		return;
	const generation = (present.metadata.generation ?? 0) + 1;
	store.put("endpointslices", {
		...present,
		metadata: { ...present.metadata, generation },
		endpoints,
		ports,
	});
}

function sliceMetadata(service: Service) {
	const { name, namespace = "", labels } = service.metadata;
	return {
		name: generatedName(`${name}-`),
		generateName: `${name}-`,
		namespace,
		labels: {
			...labels,
			"endpointslice.kubernetes.io/managed-by":
				"endpointslice-controller.k8s.io",
			[SERVICE_NAME]: name,
			...(service.spec.clusterIP === "None"
				? { "service.kubernetes.io/headless": "" }
				: {}),
		},
		ownerReferences: [controllerReference(service)],
	};
}

function inSlices(pods: readonly Pod[]): readonly Pod[][] {
	return Array.from({ length: Math.ceil(pods.length / SLICE_SIZE) }, (_, at) =>
		pods.slice(at * SLICE_SIZE, (at + 1) * SLICE_SIZE),
	);
}
