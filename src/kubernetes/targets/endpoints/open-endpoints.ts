import type {
	EndpointObject,
	SliceObject,
} from "../../objects/endpoint-slice.ts";

/** The part of a Service's endpoint that a connection needs. */
export type Endpoint = {
	/** Undefined for an address without a pod. */
	readonly pod: string | undefined;
	readonly address: string;
	/** The ports of its slices, to which the Service's ports lead. */
	readonly ports: readonly number[];
};

/** The endpoints that a new connection may get. */
export type OpenEndpoints = {
	/** `terminating`: no endpoint is ready, and these terminate but still serve. */
	readonly standing: "ready" | "terminating";
	readonly endpoints: readonly Endpoint[];
};

/**
 * Returns the ready endpoints. When there are none and `fallback` allows it, it returns those that terminate and still serve, as
 * kube-proxy does (CategorizeEndpoints in pkg/proxy/topology.go, KEP-1669). Missing conditions have the meaning that the API defines.
 * An endpoint in several slices, of both address families or of different ports, comes once.
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
	// A proxy does not resolve endpoints that are names.
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
