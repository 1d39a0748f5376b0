import { namedObject } from "../../objects/metadata.ts";
import { nearNames } from "../near-names.ts";
import type { Lookup } from "./pod-source.ts";

/**
 * A hint for a namespace that is not there, with the near names, for one more list; none where it is there, or where namespaces may
 * not be listed.
 */
export async function missingNamespace({
	api,
	query: { namespace, scope },
	signal,
}: Lookup): Promise<readonly string[]> {
	// That is in every cluster.
	if (scope === "all-namespaces" || namespace === "default") return [];
	const namespaces = await api
		.list("/api/v1/namespaces", namedObject, { signal })
		.catch(() => []);
	const names = namespaces.flatMap(({ metadata }) => metadata?.name ?? []);
	if (names.length === 0 || names.includes(namespace)) return [];
	const near = nearNames(namespace, names).map((name) => `-n ${name}`);
	const meant = near.length === 0 ? "" : `: did you mean ${near.join(" or ")}?`;
	return [`there is no namespace ${namespace}${meant}`];
}
