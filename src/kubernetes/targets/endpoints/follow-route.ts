import type { V1EndpointSlice, V1Service } from "@kubernetes/client-node";
import { PluginError, toPluginError } from "../../../errors.ts";
import type { ApiClient } from "../../api.ts";
import type { PodQuery, PodTarget } from "../../target.ts";
import { mapSelectorText } from "../label-selector.ts";
import { serviceFrom } from "../port/service.ts";
import { podsBehind } from "./pods-behind.ts";
import {
	type RouteParts,
	routeFrom,
	type ServiceRoute,
} from "./service-route.ts";
import { sliceNaming } from "./slice-naming.ts";
import { slicesOf } from "./slices.ts";

/** Gives a Service's route as it is now, or why there is none. */
export type FollowedRoute = () => ServiceRoute | PluginError;

export type FollowOptions = {
	/** Ends the watches. */
	readonly signal: AbortSignal;
	/** Called when changes are no more told, once for each watch: the route stays as it was. */
	readonly onLost: (error: PluginError) => void;
};

/** Follows a Service's endpoints through rollouts and scaling, as kube-proxy does. */
export function followRoute(
	api: ApiClient,
	query: PodQuery,
	start: RouteParts,
	{ signal, onLost }: FollowOptions,
): FollowedRoute {
	let pods: ReadonlyMap<string, PodTarget> = new Map(
		start.pods.map((each) => [each.pod.name, each]),
	);
	const slices = new Map(start.slices.map((each) => [nameOf(each), each]));
	const naming = isSelectorless(start.service)
		? sliceNaming(start.slices)
		: undefined;
	let route: ServiceRoute | PluginError | undefined;
	// Pods that slices have just named are looked up first: without them the Service would seem to lead nowhere.
	let lookup: "done" | "under-way" = "done";
	const followPods = async () => {
		for await (const all of podsBehind(api, query, { signal, naming })) {
			pods = all;
			lookup = "done";
			route = undefined;
		}
	};
	const followSlices = async () => {
		const { path, query: selector } = slicesOf(
			start.service.metadata?.name ?? "",
			query.namespace,
		);
		const events = api.watch<V1EndpointSlice>(path, {
			query: selector,
			signal,
		});
		for await (const event of events) {
			if (event.type === "synced" || event.type === "interrupted") continue;
			if (event.type === "deleted") slices.delete(nameOf(event.object));
			else slices.set(nameOf(event.object), event.object);
			if (naming?.take([...slices.values()]) === "renamed")
				lookup = "under-way";
			if (lookup === "done") route = undefined;
		}
	};
	for (const following of [followPods(), followSlices()])
		following.catch((caught: unknown) => {
			if (!signal.aborted) onLost(toPluginError(caught));
		});
	return () => {
		route ??= routeOrRefusal({
			service: start.service,
			pods: [...pods.values()],
			slices: [...slices.values()],
		});
		return route;
	};
}

const isSelectorless = (service: V1Service): boolean =>
	mapSelectorText(serviceFrom(service).selector) === "";

const nameOf = ({ metadata }: V1EndpointSlice): string => metadata?.name ?? "";

function routeOrRefusal(parts: RouteParts): ServiceRoute | PluginError {
	try {
		return routeFrom(parts);
	} catch (caught) {
		if (caught instanceof PluginError) return caught;
		throw caught;
	}
}
