import type { FoundPod } from "../../../cli/one-pod.ts";
import { podNameOf } from "../../../cli/pod-name.ts";
import { endpointChooser } from "../../../kubernetes/targets/endpoints/choose-endpoint.ts";
import type { Run } from "../run-of.ts";
import { findRoute } from "./find-route.ts";
import { recordRoute } from "./print-route.ts";

/** Chooses the endpoint of the target's Service for the one connection, and names it on stderr. @throws PluginError */
export async function findEndpoint(run: Run): Promise<FoundPod> {
	const { route, fact, open } = await findRoute(run);
	const target = endpointChooser()(route);
	await recordRoute(run, fact, podNameOf(target.pod));
	return { target, open: () => open(target, run.access.signal) };
}
