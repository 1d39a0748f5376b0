import type { V1EndpointSlice } from "@kubernetes/client-node";
import { PluginError } from "../../../errors.ts";
import type { WorkloadArgument } from "../../target.ts";
import { podsNamedBy, slicesOf } from "../endpoints/slices.ts";
import { listed } from "../near-names.ts";
import type { Service } from "../port/service.ts";
import { podNotFound } from "./not-found.ts";
import {
	acceptAnyPort,
	cluesOf,
	type Lookup,
	type NamedObject,
	type PodSource,
	podListing,
} from "./pod-source.ts";

/**
 * The pods of a Service without a selector: somebody writes its EndpointSlices, and their targetRefs name pods.
 * The slices' ports are what connections go to; the Service's targetPort means nothing here.
 * @throws PluginError `target` when there are only addresses that are no pods, or no endpoints, which may come while they are followed
 */
export async function selectorlessPodSource(
	lookup: Lookup,
	argument: WorkloadArgument,
	service: Service,
	object: NamedObject,
): Promise<PodSource> {
	const slices = await (lookup.slices ?? readSlices(lookup, service));
	if (podsNamedBy(slices).size === 0)
		refuseWithoutPods(lookup, service, slices);
	return sourceBy(slices, { lookup, argument, service, object });
}

type Selectorless = {
	readonly lookup: Lookup;
	readonly argument: WorkloadArgument;
	readonly service: Service;
	readonly object: NamedObject;
};

function sourceBy(
	slices: readonly V1EndpointSlice[],
	whose: Selectorless,
): PodSource {
	const { lookup, argument, service, object } = whose;
	const { query } = lookup;
	const names = podsNamedBy(slices);
	const [first = ""] = names;
	const named = namedBy(slices);
	const origin = `svc/${service.name}`;
	const source: PodSource = {
		object,
		listing: podListing(
			query,
			// Other names may come while they are followed.
			names.size === 1 && lookup.mode === "list"
				? { fieldSelector: `metadata.name=${first}` }
				: {},
		),
		originOf: (pod) =>
			names.has(pod.metadata?.name ?? "") ? origin : undefined,
		clues: {
			...cluesOf(query, argument, origin),
			service: withSlicePorts(service, slices),
		},
		accepts: acceptAnyPort,
		slices: {
			listing: slicesOf(service.name, query.namespace),
			sourceBy: (now) =>
				namedBy(now) === named ? source : sourceBy(now, whose),
		},
		nothing: () => podNotFound(lookup, first),
	};
	return source;
}

/** The same text for the same pods and ports. */
function namedBy(slices: readonly V1EndpointSlice[]): string {
	const ports = slices.flatMap((slice) =>
		(slice.ports ?? []).map(({ name = "", port }) => `${name}:${port}`),
	);
	return [...podsNamedBy(slices), ...new Set(ports)].toSorted().join();
}

function readSlices(
	{ api, query: { namespace }, signal }: Lookup,
	{ name }: Service,
): Promise<readonly V1EndpointSlice[]> {
	const { path, query } = slicesOf(name, namespace);
	return api.list<V1EndpointSlice>(path, { query, signal });
}

function withSlicePorts(
	service: Service,
	slices: readonly V1EndpointSlice[],
): Service {
	const numbers = new Map(
		slices
			.flatMap(({ ports }) => ports ?? [])
			.map(({ name, port }) => [name ?? "", port]),
	);
	const ports = service.ports.map((port) => ({
		...port,
		targetPort: numbers.get(port.name ?? "") ?? port.targetPort,
	}));
	return { ...service, ports };
}

/** @throws PluginError `target`, unless endpoints may still come */
function refuseWithoutPods(
	{ mode }: Lookup,
	{ name, ports }: Service,
	slices: readonly V1EndpointSlice[],
): void {
	const addresses = slices
		.flatMap(({ endpoints }) => endpoints ?? [])
		.flatMap((endpoint) => endpoint.addresses);
	const [first] = addresses;
	if (first === undefined) {
		if (mode === "watch") return;
		throw new PluginError(
			"target",
			`svc/${name} has no selector, and no EndpointSlice gives it endpoints`,
			{
				hint: ["name the workload itself, for example deploy/NAME"],
			},
		);
	}
	const host = first.includes(":") ? `[${first}]` : first;
	throw new PluginError(
		"target",
		`svc/${name} has no selector, and its endpoints are addresses, not pods: ${listed(addresses)}`,
		{
			hint: [
				`name an endpoint itself, where it can be reached from here: ${host}:${ports[0]?.port ?? "PORT"}`,
			],
		},
	);
}
