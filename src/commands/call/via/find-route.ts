import { preloadPodChannel } from "../../../cli/connect.ts";
import { type OpenChannelTo, openerOf } from "../../../cli/reach.ts";
import { PluginError } from "../../../errors.ts";
import type { PodTarget } from "../../../kubernetes/target.ts";
import { endpointChooser } from "../../../kubernetes/targets/endpoints/choose-endpoint.ts";
import { leadToService } from "../../../kubernetes/targets/endpoints/lead-to-service.ts";
import {
	type ServiceRoute,
	serviceRoute,
} from "../../../kubernetes/targets/endpoints/service-route.ts";
import type { Run } from "../run-of.ts";
import { tell } from "../views/tell.ts";

/** The way through a Service. */
export type Via = {
	readonly route: ServiceRoute;
	/** Chooses the endpoint of one more connection. */
	readonly choose: () => PodTarget;
	readonly open: OpenChannelTo;
};

/** Reads where connections to the target's Service may end. @throws PluginError */
export async function findRoute(run: Run): Promise<Via> {
	const { access } = run;
	const { aim, reach, signal } = access;
	if (aim.kind === "endpoints")
		throw new PluginError(
			"usage",
			"--via service chooses among pods as kube-proxy would, and an address is called as it is",
		);
	const { api } = await reach();
	const { service, by } = await leadToService(api, aim.query, { signal });
	if (by === "selector")
		tell(
			run,
			`svc/${service.name} is the only Service that selects these pods`,
		);
	const query = { ...aim.query, targets: [service] };
	const [route, open] = await Promise.all([
		serviceRoute(api, query, { signal }),
		openerOf(access),
		preloadPodChannel(),
	]);
	return { route, choose: endpointChooser(route), open };
}
