import { once } from "node:events";
import { toPluginError } from "../../../errors.ts";
import type { ApiClient } from "../../api.ts";
import type { PodQuery, PodTarget } from "../../target.ts";
import { type WatchOptions, watchPods } from "../watch-pods.ts";
import type { SliceNaming } from "./slice-naming.ts";

/** Pods by their names; the same map goes on changing. */
type Pods = ReadonlyMap<string, PodTarget>;

type BehindOptions = {
	readonly signal: AbortSignal;
	/** For a Service without a selector, whose pods are those that its slices name; undefined for one that selects its pods itself. */
	readonly naming: SliceNaming | undefined;
};

/**
 * Yields the pods of a Service, all of them, each time that they have changed.
 * @param query with the Service as its only target
 * @throws PluginError as {@link watchPods}
 */
export async function* podsBehind(
	api: ApiClient,
	query: PodQuery,
	{ signal, naming }: BehindOptions,
): AsyncGenerator<Pods> {
	if (naming === undefined) return yield* followed(api, query, { signal });
	while (!signal.aborted) {
		const until = AbortSignal.any([signal, naming.renamed()]);
		try {
			yield* followed(api, query, { signal: until, slicesNow: naming.now });
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
	options: WatchOptions,
): AsyncGenerator<Pods> {
	const pods = new Map<string, PodTarget>();
	let extent: "some" | "all" = "some";
	for await (const event of watchPods(api, query, options)) {
		if (event.type === "interrupted") continue;
		if (event.type === "synced") extent = "all";
		else if (event.type === "gone") pods.delete(event.target.pod.name);
		else pods.set(event.target.pod.name, event.target);
		if (extent === "all" && !options.signal.aborted) yield pods;
	}
}
