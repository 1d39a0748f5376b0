import { once } from "node:events";
import { toPluginError } from "../../../errors.ts";
import type { ApiClient } from "../../api.ts";
import type { PodQuery, PodTarget } from "../../target.ts";
import { watchPods } from "../watch-pods.ts";

/** Pods by their names; the same map goes on changing. */
type Pods = ReadonlyMap<string, PodTarget>;

type BehindOptions = {
	readonly signal: AbortSignal;
	/**
	 * Gives the signal that aborts when the slices name other pods than at the time of the call, for a Service without a selector: those
	 * are its pods. Undefined for one that selects its pods itself.
	 */
	readonly renamed: (() => AbortSignal) | undefined;
};

/**
 * Yields the pods of a Service, all of them, each time that they have changed.
 * @param query with the Service as its only target
 * @throws PluginError as {@link watchPods}
 */
export async function* podsBehind(
	api: ApiClient,
	query: PodQuery,
	{ signal, renamed }: BehindOptions,
): AsyncGenerator<Pods> {
	if (renamed === undefined) return yield* followed(api, query, signal);
	while (!signal.aborted) {
		const others = renamed();
		const until = AbortSignal.any([signal, others]);
		try {
			yield* followed(api, query, until);
		} catch (caught) {
			if (until.aborted) continue;
			// Slices that name no pod now may name one later.
			if (toPluginError(caught).code !== "target") throw caught;
			yield new Map();
			if (!until.aborted) await once(until, "abort");
		}
	}
}

/** Nothing is yielded before all are known: until then those known before are nearer the truth. */
async function* followed(
	api: ApiClient,
	query: PodQuery,
	signal: AbortSignal,
): AsyncGenerator<Pods> {
	const pods = new Map<string, PodTarget>();
	let extent: "some" | "all" = "some";
	for await (const event of watchPods(api, query, { signal })) {
		if (event.type === "interrupted") continue;
		if (event.type === "synced") extent = "all";
		else if (event.type === "gone") pods.delete(event.target.pod.name);
		else pods.set(event.target.pod.name, event.target);
		if (extent === "all" && !signal.aborted) yield pods;
	}
}
