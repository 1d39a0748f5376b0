import { type FoundPod, findOnePod } from "../../cli/one-pod.ts";
import { scopeOf } from "../../cli/pods.ts";
import type { Run } from "./run-of.ts";

/** The one pod that a run calls, named on stderr: the one asked for, or that a connection to the Service gets. @throws PluginError */
export async function findPod(run: Run): Promise<FoundPod> {
	const { access, args, context, plan } = run;
	if (plan.pods.kind === "service") {
		const { findEndpoint } = await import("./via/find-endpoint.ts");
		return findEndpoint(run);
	}
	return findOnePod(access, {
		pod: args.flags.pod,
		scope: scopeOf(args.flags),
		tell: (line) => void context.stderr.write(`${line}\n`),
	});
}
