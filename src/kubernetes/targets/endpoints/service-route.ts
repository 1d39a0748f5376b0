import { PluginError } from "../../../errors.ts";
import { listed } from "../../../listed.ts";
import { INVOCATION } from "../../../plugin-name.ts";
import type { ApiClient } from "../../api.ts";
import { type SliceObject, sliceObject } from "../../objects/endpoint-slice.ts";
import {
	type ServiceObject,
	serviceObject,
} from "../../objects/service-object.ts";
import type { PodQuery, PodTarget } from "../../target.ts";
import { fulfilled } from "../fulfilled.ts";
import { collectionPath, kindOfTarget } from "../kinds.ts";
import { type Service, serviceFrom } from "../port/service.ts";
import { portText } from "../port/situation.ts";
import { resolvePods } from "../resolve-pods.ts";
import {
	type Endpoint,
	type OpenEndpoints,
	openEndpoints,
} from "./open-endpoints.ts";
import { slicesCommand, slicesOf } from "./slices.ts";

/** The endpoints that a new connection to a Service may get. */
export type ServiceRoute = {
	readonly service: string;
	readonly addressing: Service["addressing"];
	/** `client-ip`: a client gets the same endpoint again. */
	readonly affinity: "none" | "client-ip";
	readonly standing: OpenEndpoints["standing"];
	/** At least one. */
	readonly endpoints: readonly PodTarget[];
	/** The number of endpoints that are addresses without a pod. A connection may get one of them, and no tunnel leads there. */
	readonly addresses: number;
	/** Settings of the Service that this model ignores: `trafficDistribution PreferClose`. */
	readonly notModelled: readonly string[];
};

/** The objects that a route is computed from. */
export type RouteParts = {
	readonly service: ServiceObject;
	readonly pods: readonly PodTarget[];
	readonly slices: readonly SliceObject[];
};

/**
 * Reads the objects that determine the route of a Service.
 * @param query with the Service as its only target
 * @throws PluginError as {@link resolvePods}
 */
export async function readRoute(
	api: ApiClient,
	query: PodQuery,
	{ signal }: { readonly signal: AbortSignal },
): Promise<RouteParts> {
	const [target] = query.targets;
	if (target === undefined) throw new TypeError("no Service to route to");
	const path = collectionPath(kindOfTarget(target), query.namespace);
	const listing = slicesOf(target.name, query.namespace);
	const listed = api.list(listing.path, sliceObject, {
		query: listing.query,
		signal,
	});
	const [pods, service, slices] = await Promise.allSettled([
		resolvePods(api, query, { signal, slices: listed }),
		api.get(`${path}/${target.name}`, serviceObject, { signal }),
		listed,
	]);
	return {
		pods: fulfilled(pods),
		service: fulfilled(service),
		slices: fulfilled(slices),
	};
}

/**
 * Computes the endpoints that a new connection to a Service may get: a model of kube-proxy, or of cluster DNS for a headless Service.
 * @throws PluginError `connection-refused` without an open endpoint, `port` for one that the Service does not lead to, `unreachable` when
 * nothing tells which port to use
 */
export function routeFrom({
	service: object,
	pods,
	slices,
}: RouteParts): ServiceRoute {
	const service = serviceFrom(object);
	const { standing, endpoints } = openEndpoints(
		slices,
		// DNS returns only ready addresses.
		service.addressing === "headless" ? "none" : "terminating",
	);
	if (endpoints.length === 0) throw refused(service, pods);
	const byName = new Map(endpoints.map((endpoint) => [endpoint.pod, endpoint]));
	const open = pods.filter(({ pod }) => byName.has(pod.name));
	if (open.length === 0) throw withoutPods(service, endpoints);
	const routed = open.filter(
		({ pod, port }) =>
			port.kind === "chosen" &&
			// A headless Service may have no ports. Its clients dial the pods on any port.
			(service.ports.length === 0 ||
				byName.get(pod.name)?.ports.includes(port.port)),
	);
	if (routed.length === 0) throw noRoutedPort(service, open);
	return {
		service: service.name,
		addressing: service.addressing,
		affinity:
			object.spec?.sessionAffinity === "ClientIP" ? "client-ip" : "none",
		standing,
		endpoints: routed,
		addresses: endpoints.filter(({ pod }) => pod === undefined).length,
		notModelled: notModelled(object),
	};
}

function refused(
	{ name, addressing }: Service,
	pods: readonly PodTarget[],
): PluginError {
	const would =
		addressing === "headless"
			? "its DNS name resolves to nothing"
			: "kube-proxy would refuse the connection";
	const names = listed(pods.map(({ pod }) => pod.name));
	const among = names === "" ? "and no pods" : `among its pods (${names})`;
	return new PluginError(
		"connection-refused",
		`svc/${name} has no ready endpoint ${among}: ${would}`,
		{ hint: [`${INVOCATION} health svc/${name} tells why`] },
	);
}

/** The error when no open endpoint is an existing pod. Slices still name a deleted pod for a while, and connections to it fail. */
function withoutPods(
	service: Service,
	endpoints: readonly Endpoint[],
): PluginError {
	const gone = endpoints.flatMap(({ pod }) => pod ?? []);
	const why =
		gone.length > 0
			? `the pods of its endpoints are gone (${listed(gone)})`
			: `its endpoints are addresses and no pods (${listed(endpoints.map(({ address }) => address))})`;
	return new PluginError(
		"connection-refused",
		`svc/${service.name} has no ready endpoint that a tunnel leads to: ${why}`,
		{ hint: [slicesCommand(service)] },
	);
}

function noRoutedPort(
	{ name, ports }: Service,
	pods: readonly PodTarget[],
): PluginError {
	const port = pods[0]?.port;
	if (port?.kind === "none")
		return new PluginError(
			"unreachable",
			`svc/${name} leads to no port of a ready pod: ${port.reason}`,
			{ hint: [port.hint] },
		);
	const asked = port === undefined ? "a port" : `port ${port.port}`;
	return new PluginError(
		"port",
		`svc/${name} does not lead to ${asked} of a ready pod`,
		{
			hint: [`ports of the Service: ${listed(ports.map(portText))}`],
		},
	);
}

/** Returns the settings that kube-proxy also respects, which depend on the client's node. */
function notModelled({ metadata, spec }: ServiceObject): readonly string[] {
	const topology =
		metadata?.annotations?.["service.kubernetes.io/topology-mode"];
	return [
		...(spec?.internalTrafficPolicy === "Local"
			? ["internalTrafficPolicy Local"]
			: []),
		...(spec?.trafficDistribution === undefined
			? []
			: [`trafficDistribution ${spec.trafficDistribution}`]),
		...(topology === undefined ? [] : [`topology-mode ${topology}`]),
	];
}
