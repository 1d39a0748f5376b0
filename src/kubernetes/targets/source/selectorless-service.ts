import { PluginError } from "../../../errors.ts";
import { hostPort } from "../../../host-port.ts";
import { listed } from "../../../listed.ts";
import {
	type SliceObject,
	type SlicePort,
	sliceObject,
} from "../../objects/endpoint-slice.ts";
import type { WorkloadArgument } from "../../target.ts";
import { podsNamedBy, slicesCommand, slicesOf } from "../endpoints/slices.ts";
import type { Service } from "../port/service.ts";
import { podNotFound } from "./not-found.ts";
import {
	cluesOf,
	type Lookup,
	type PodSource,
	podListing,
} from "./pod-source.ts";

/**
 * Returns the source of a Service without a selector. Its EndpointSlices come from elsewhere, and their targetRefs name pods.
 * Connections go to the slices' ports; the Service's targetPort has no effect.
 * @throws PluginError `target` when there are only addresses that are no pods, or no endpoints, which may come while they are followed
 */
export async function selectorlessPodSource(
	lookup: Lookup,
	argument: WorkloadArgument,
	service: Service,
	own: Pick<PodSource, "object" | "lack">,
): Promise<PodSource> {
	const slices = await (lookup.slices ?? readSlices(lookup, service));
	const mayCome = lookup.mode === "watch" && addressesOf(slices).length === 0;
	if (podsNamedBy(slices).size === 0 && !mayCome)
		throw withoutPods(service, slices);
	return sourceFor(slices, { lookup, argument, service, own });
}

type Selectorless = {
	readonly lookup: Lookup;
	readonly argument: WorkloadArgument;
	readonly service: Service;
	/** What a Service without a selector has in common with any other. */
	readonly own: Pick<PodSource, "object" | "lack">;
};

function sourceFor(
	slices: readonly SliceObject[],
	whose: Selectorless,
): PodSource {
	const { lookup, argument, service, own } = whose;
	const { query } = lookup;
	const byPod = portsByPod(slices);
	const [first = ""] = byPod.keys();
	const text = textOf(slices, byPod);
	const origin = `svc/${service.name}`;
	const source: PodSource = {
		...own,
		listing: podListing(
			query,
			// When the pods are followed, other names may come.
			byPod.size === 1 && lookup.mode === "list"
				? { fieldSelector: `metadata.name=${first}` }
				: {},
		),
		origin,
		originOf: (pod) =>
			byPod.has(pod.metadata?.name ?? "") ? origin : undefined,
		cluesOn: (pod) => ({
			...cluesOf(query, argument, origin),
			service: withSlicePorts(service, byPod.get(pod.metadata?.name ?? "")),
		}),
		slices: {
			listing: slicesOf(service.name, query.namespace),
			sourceFor: (now) =>
				textOf(now, portsByPod(now)) === text ? source : sourceFor(now, whose),
		},
		nothing: async () =>
			byPod.size === 0
				? withoutPods(service, slices)
				: ofService(service, await podNotFound(lookup, first)),
	};
	return source;
}

/** Returns the ports of the slices that name a pod, by its name. Each slice may give other numbers to the Service's ports. */
function portsByPod(
	slices: readonly SliceObject[],
): ReadonlyMap<string, readonly SlicePort[]> {
	const byPod = new Map<string, readonly SlicePort[]>();
	for (const slice of slices)
		for (const name of podsNamedBy([slice]))
			byPod.set(name, [...(byPod.get(name) ?? []), ...(slice.ports ?? [])]);
	return byPod;
}

/** Returns equal texts for the same pods on the same ports. Without pods, the addresses tell why there are none. */
function textOf(
	slices: readonly SliceObject[],
	byPod: ReturnType<typeof portsByPod>,
): string {
	if (byPod.size === 0) return addressesOf(slices).toSorted().join();
	const lines = [...byPod].map(([pod, ports]) => {
		const texts = ports.map(({ name = "", port }) => `${name}:${port}`);
		return [pod, ...new Set(texts)].join();
	});
	return lines.toSorted().join(";");
}

function readSlices(
	{ api, query: { namespace }, signal }: Lookup,
	{ name }: Service,
): Promise<readonly SliceObject[]> {
	const { path, query } = slicesOf(name, namespace);
	return api.list(path, sliceObject, { query, signal });
}

function withSlicePorts(
	service: Service,
	ofSlices: readonly SlicePort[] = [],
): Service {
	const numbers = new Map(ofSlices.map(({ name, port }) => [name ?? "", port]));
	const ports = service.ports.map((port) => ({
		...port,
		targetPort: numbers.get(port.name ?? "") ?? port.targetPort,
	}));
	return { ...service, ports };
}

const addressesOf = (slices: readonly SliceObject[]): readonly string[] =>
	slices
		.flatMap(({ endpoints }) => endpoints ?? [])
		.flatMap((endpoint) => endpoint.addresses);

function withoutPods(
	{ name, ports }: Service,
	slices: readonly SliceObject[],
): PluginError {
	const addresses = addressesOf(slices);
	const [first] = addresses;
	if (first === undefined)
		return new PluginError(
			"target",
			`svc/${name} has no selector, and no EndpointSlice gives it endpoints`,
			{ hint: ["name the workload itself, for example deploy/NAME"] },
		);
	return new PluginError(
		"target",
		`svc/${name} has no selector, and its endpoints are addresses, not pods: ${listed(addresses)}`,
		{
			hint: [
				`name an address itself, where it can be reached from here: ${hostPort(first, portAt(first, slices, ports[0]?.name))}`,
			],
		},
	);
}

/** Returns the port of an address: the one that its slice gives to a port of the Service, or else the slice's first one. */
function portAt(
	address: string,
	slices: readonly SliceObject[],
	servicePort = "",
): number | "PORT" {
	const ports =
		slices.find((slice) => addressesOf([slice]).includes(address))?.ports ?? [];
	const named = ports.find(({ name = "" }) => name === servicePort);
	return (named ?? ports[0])?.port ?? "PORT";
}

/** Converts the error of a pod to one of the Service, which is what the user named and does exist. */
function ofService(
	service: Service,
	{ code, message, hint, facts }: PluginError,
): PluginError {
	return new PluginError(
		"target",
		`svc/${service.name} leads to no pod: ${message}`,
		{
			// The pods that the namespace has are no help: the slices name others.
			hint: code === "not-found" ? [slicesCommand(service)] : hint,
			facts,
		},
	);
}
