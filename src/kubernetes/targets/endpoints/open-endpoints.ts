import type {
	EndpointObject,
	SliceObject,
} from "../../objects/endpoint-slice.ts";

/** An endpoint of a Service, reduced to what it takes to connect to it. */
export type Endpoint = {
	/** Undefined for an address that is no pod. */
	readonly pod: string | undefined;
	readonly address: string;
	/** Of its slices: where connections to the Service's ports end. */
	readonly ports: readonly number[];
};

/** The endpoints that a new connection may get. */
export type OpenEndpoints = {
	/** `terminating`: none is ready, and these are about to end but still serve. */
	readonly standing: "ready" | "terminating";
	readonly endpoints: readonly Endpoint[];
};

/**
 * The ready endpoints or, where there are none and `fallback` allows, those that are terminating and still serve, as kube-proxy has it
 * (CategorizeEndpoints in pkg/proxy/topology.go, KEP-1669). Conditions that are not stated count as the API defines. An endpoint in
 * several slices, of both address families or of different ports, comes once.
 */
export function openEndpoints(
	slices: readonly SliceObject[],
	fallback: "terminating" | "none",
): OpenEndpoints {
	const ready = endpointsOf(slices, isReady);
	if (ready.length > 0 || fallback === "none")
		return { standing: "ready", endpoints: ready };
	return {
		standing: "terminating",
		endpoints: endpointsOf(slices, servesToTheEnd),
	};
}

type Conditions = NonNullable<EndpointObject["conditions"]>;

const isReady = ({ ready }: Conditions): boolean => ready ?? true;

const servesToTheEnd = (conditions: Conditions): boolean =>
	(conditions.terminating ?? false) &&
	(conditions.serving ?? isReady(conditions));

function endpointsOf(
	slices: readonly SliceObject[],
	counts: (conditions: Conditions) => boolean,
): readonly Endpoint[] {
	// What is a name no proxy resolves.
	const addressed = slices.filter(({ addressType }) => addressType !== "FQDN");
	const all = addressed.flatMap(({ endpoints, ports }) =>
		(endpoints ?? [])
			.filter(({ conditions }) => counts(conditions ?? {}))
			.map((endpoint) => endpointFrom(endpoint, ports ?? [])),
	);
	const once = new Map<string, Endpoint>();
	for (const each of all) {
		const key = each.pod ?? each.address;
		const ports = [...(once.get(key)?.ports ?? []), ...each.ports];
		once.set(key, { ...each, ports: [...new Set(ports)] });
	}
	return [...once.values()];
}

function endpointFrom(
	{ addresses, targetRef }: EndpointObject,
	ports: NonNullable<SliceObject["ports"]>,
): Endpoint {
	return {
		pod: targetRef?.kind === "Pod" ? targetRef.name : undefined,
		address: addresses[0] ?? "",
		ports: ports.flatMap(({ port }) => (port === undefined ? [] : [port])),
	};
}
