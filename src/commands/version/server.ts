import { startDeadline, untilAborted } from "../../abort.ts";
import { loadLoggedCluster } from "../../cli/logged-cluster.ts";
import type { AccessContext } from "../../cli/reach.ts";
import { PluginError } from "../../errors.ts";
import {
	lateRequest,
	type RequestStep,
} from "../../kubernetes/api/late-request.ts";
import { createApiClient } from "../../kubernetes/api.ts";
import type { ClusterFlags } from "../../kubernetes/cluster.ts";
import type { Field } from "../../kubernetes/field.ts";
import type { ServerVersion } from "./report.ts";

/** How long the server may take without --request-timeout. It is short, because users run `version` to see whether the server answers. */
const DEFAULT_TIMEOUT_MS = 5_000;

/**
 * Reads the API server's version. All retries together take at most --request-timeout or five seconds. Without --request-timeout an
 * exec plugin may take longer, because someone may have to log in.
 * @throws PluginError
 */
export async function readServerVersion(
	flags: ClusterFlags,
	verbosity: number | undefined,
	context: AccessContext,
): Promise<ServerVersion> {
	const { signal } = context;
	const cluster = await loadLoggedCluster(flags, verbosity, context);
	if (!flags.requestTimeoutMs)
		await untilAborted(cluster.credentials(), signal);
	const timeoutMs = flags.requestTimeoutMs || DEFAULT_TIMEOUT_MS;
	let step: RequestStep = "credentials";
	const deadline = startDeadline(timeoutMs, signal, () =>
		lateRequest(step, cluster.server, timeoutMs),
	);
	try {
		await untilAborted(cluster.credentials(), deadline.signal);
		step = "answer";
		const api = createApiClient(cluster);
		return await api.get("/version", serverVersionOf, {
			signal: deadline.signal,
		});
	} finally {
		deadline.end();
		cluster.close();
	}
}

/** Returns the reported fields of apimachinery's version.Info. @throws PluginError for an answer without a version */
export function serverVersionOf(answer: Field): ServerVersion {
	const gitVersion = answer.text("gitVersion");
	if (gitVersion === undefined)
		throw new PluginError(
			"api-error",
			"the API server answers GET /version with no version",
			{ hint: ["see that the server's address is a Kubernetes API server's"] },
		);
	const gitCommit = answer.text("gitCommit");
	const platform = answer.text("platform");
	return {
		major: answer.text("major") ?? "",
		minor: answer.text("minor") ?? "",
		gitVersion,
		...(gitCommit === undefined ? {} : { gitCommit }),
		...(platform === undefined ? {} : { platform }),
	};
}
