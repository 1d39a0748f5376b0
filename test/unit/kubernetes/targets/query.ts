import type { PodQuery } from "../../../../src/kubernetes/target.ts";
import { parseTargets } from "../../../../src/kubernetes/targets/parse-target.ts";

/** Returns the query of a command line in namespace shop. */
export const query = (
	words: readonly string[],
	changes: Partial<PodQuery> = {},
): PodQuery => ({
	targets: parseTargets(words).filter((target) => target.kind === "workload"),
	namespace: "shop",
	scope: "namespace",
	...changes,
});
