import type { V1EndpointSlice } from "@kubernetes/client-node";
import { PluginError, toPluginError } from "../../../errors.ts";
import type { ApiClient } from "../../api.ts";
import type { PodQuery } from "../../target.ts";
import { watchPods } from "../watch-pods.ts";
import {
	type RouteParts,
	routeFrom,
	type ServiceRoute,
} from "./service-route.ts";
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
	const pods = new Map(start.pods.map((each) => [each.pod.name, each]));
	const slices = new Map(start.slices.map((each) => [nameOf(each), each]));
	let route: ServiceRoute | PluginError | undefined;
	const followPods = async () => {
		for await (const event of watchPods(api, query, { signal })) {
			if (event.type === "synced" || event.type === "interrupted") continue;
			const { name } = event.target.pod;
			if (event.type === "gone") pods.delete(name);
			else pods.set(name, event.target);
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
			route = undefined;
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

const nameOf = ({ metadata }: V1EndpointSlice): string => metadata?.name ?? "";

function routeOrRefusal(parts: RouteParts): ServiceRoute | PluginError {
	try {
		return routeFrom(parts);
	} catch (caught) {
		if (caught instanceof PluginError) return caught;
		throw caught;
	}
}
