import { PluginError, toPluginError } from "../../../errors.ts";
import type { ApiClient } from "../../api.ts";
import type { PodQuery, PodTarget } from "../../target.ts";
import { type WatchOptions, watchPodsAndSlices } from "../watch-pods.ts";
import {
	type RouteParts,
	routeFrom,
	type ServiceRoute,
} from "./service-route.ts";

/** Returns the current route of a Service, or the error that explains why it has none. */
export type FollowedRoute = () => ServiceRoute | PluginError;

type FollowOptions = {
	/** Ends the watches. */
	readonly signal: AbortSignal;
	/** Called once, when changes are no longer reported. The route stays as it was. */
	readonly onLost: (error: PluginError) => void;
};

/** Follows the endpoints of a Service through rollouts and scaling, as kube-proxy does. */
export function followRoute(
	api: ApiClient,
	query: PodQuery,
	start: RouteParts,
	{ signal, onLost }: FollowOptions,
): FollowedRoute {
	let behind: Behind = start;
	let route: ServiceRoute | PluginError | undefined;
	const follow = async () => {
		const options = { signal, slices: start.slices };
		for await (const now of followBehind(api, query, options)) {
			behind = now;
			route = undefined;
		}
	};
	follow().catch((caught: unknown) => {
		if (!signal.aborted) onLost(toPluginError(caught));
	});
	return () => {
		route ??= routeOrRefusal({ service: start.service, ...behind });
		return route;
	};
}

/** The pods and slices behind a Service. */
type Behind = Pick<RouteParts, "pods" | "slices">;

/**
 * Yields whenever everything is known, at the start and after each interruption. During an interruption, the state before it is nearer
 * the truth.
 * @throws PluginError as {@link watchPodsAndSlices}, and `target` for a Service that is none of pods any more
 */
async function* followBehind(
	api: ApiClient,
	query: PodQuery,
	options: WatchOptions,
): AsyncGenerator<Behind> {
	const pods = new Map<string, PodTarget>();
	let slices: Behind["slices"] = [];
	let extent: "some" | "all" = "some";
	for await (const event of watchPodsAndSlices(api, query, options)) {
		switch (event.type) {
			case "appeared":
			case "changed":
				pods.set(event.target.pod.name, event.target);
				break;
			case "gone":
				pods.delete(event.target.pod.name);
				break;
			case "slices":
				slices = event.slices;
				break;
			case "without-pods":
				break;
			case "synced":
				extent = "all";
				break;
			case "interrupted":
				extent = "some";
				break;
			case "refused":
				throw event.error;
		}
		if (extent === "all") yield { pods: [...pods.values()], slices };
	}
}

function routeOrRefusal(parts: RouteParts): ServiceRoute | PluginError {
	try {
		return routeFrom(parts);
	} catch (caught) {
		if (caught instanceof PluginError) return caught;
		throw caught;
	}
}
