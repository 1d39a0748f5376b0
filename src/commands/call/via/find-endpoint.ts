import type { FoundPod } from "../../../cli/one-pod.ts";
import { endpointChooser } from "../../../kubernetes/targets/endpoints/choose-endpoint.ts";
import type { Run } from "../run-of.ts";
import { routeText } from "../views/route.ts";
import { tell } from "../views/tell.ts";
import { findRoute } from "./find-route.ts";

/** The endpoint that one connection to the target's Service gets, told on stderr. @throws PluginError */
export async function findEndpoint(run: Run): Promise<FoundPod> {
	const { access } = run;
	const { route, open } = await findRoute(run);
	const target = endpointChooser()(route);
	tell(run, `${routeText(route)}; this connection got pod/${target.pod.name}`);
	return { target, open: () => open(target, access.signal) };
}
