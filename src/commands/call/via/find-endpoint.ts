import type { FoundPod } from "../../../cli/one-pod.ts";
import { podNameOf } from "../../../cli/pod-name.ts";
import { endpointChooser } from "../../../kubernetes/targets/endpoints/choose-endpoint.ts";
import type { Run } from "../run-of.ts";
import { findRoute } from "./find-route.ts";
import { tellRoute } from "./tell-route.ts";

/** The endpoint that one connection to the target's Service gets, told on stderr. @throws PluginError */
export async function findEndpoint(run: Run): Promise<FoundPod> {
	const { access, recorder } = run;
	const { route, told, open } = await findRoute(run);
	const target = endpointChooser()(route);
	const pod = podNameOf(target.pod);
	const taken = { kind: "route", route: told, pod } as const;
	await recorder?.write(taken);
	tellRoute(run, taken);
	return { target, open: () => open(target, access.signal) };
}
