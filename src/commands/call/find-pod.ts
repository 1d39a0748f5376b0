import { scopeOf } from "../../cli/aim.ts";
import { type FoundPod, findOnePod } from "../../cli/one-pod.ts";
import type { Run } from "./run-of.ts";
import { whileWaiting } from "./while-waiting.ts";

/**
 * Returns the one pod that a run calls, and names it on stderr. It is the pod that the user asked for, or the one that a
 * connection to the Service gets.
 * @throws PluginError
 */
export async function findPod(run: Run): Promise<FoundPod> {
	const { access, args, plan } = run;
	if (plan.pods.kind === "service") {
		const { findEndpoint } = await import("./via/find-endpoint.ts");
		return findEndpoint(run);
	}
	return whileWaiting(run, "looking for pods…", (tell) =>
		findOnePod(access, {
			pod: args.flags.pod,
			scope: scopeOf(args.flags),
			tell,
		}),
	);
}
