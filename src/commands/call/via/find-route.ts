import { type OpenChannelTo, preloadPodChannel } from "../../../cli/connect.ts";
import { openerOf } from "../../../cli/targets.ts";
import { PluginError } from "../../../errors.ts";
import type { ApiClient } from "../../../kubernetes/api.ts";
import type { PodQuery } from "../../../kubernetes/target.ts";
import { leadToService } from "../../../kubernetes/targets/endpoints/lead-to-service.ts";
import {
	type RouteParts,
	readRoute,
	routeFrom,
	type ServiceRoute,
} from "../../../kubernetes/targets/endpoints/service-route.ts";
import type { Run } from "../run-of.ts";
import { whileWaiting } from "../while-waiting.ts";
import { type RouteFact, routeFact } from "./route-fact.ts";

/** The route through a Service. */
type FoundRoute = {
	readonly route: ServiceRoute;
	/** The same route in the form that is printed and recorded. */
	readonly fact: RouteFact;
	readonly parts: RouteParts;
	readonly api: ApiClient;
	/** A query whose only target is the Service. */
	readonly query: PodQuery;
	readonly open: OpenChannelTo;
};

/** Reads which endpoints a connection to the target's Service may reach. @throws PluginError */
export function findRoute(run: Run): Promise<FoundRoute> {
	return whileWaiting(run, "looking for endpoints…", () => routeOf(run));
}

async function routeOf({ access }: Run): Promise<FoundRoute> {
	const { aim, reach, signal } = access;
	if (aim.kind === "endpoints")
		throw new PluginError(
			"usage",
			"--via service chooses among pods as kube-proxy would, and an address is called as it is",
		);
	const { api } = await reach();
	const { service, by } = await leadToService(api, aim.query, { signal });
	const query = { ...aim.query, targets: [service] };
	const [parts, open] = await Promise.all([
		readRoute(api, query, { signal }),
		openerOf(access),
		preloadPodChannel(),
	]);
	const route = routeFrom(parts);
	return { route, fact: routeFact(route, by), parts, api, query, open };
}
