import { startDeadline } from "../../../abort.ts";
import { PluginError } from "../../../errors.ts";
import { namedObject } from "../../objects/metadata.ts";
import { pathSegment } from "../../path-segment.ts";
import { nearNames } from "../near-names.ts";
import type { Lookup } from "./pod-source.ts";

const NAMESPACES = "/api/v1/namespaces";
/** A hint keeps nobody from what is known already for longer, in milliseconds. */
const HINT_MS = 2_000;

/**
 * A hint for a namespace that is not there, with the near names where namespaces may be listed, of which a cluster may have thousands; none
 * where it is there, or where that cannot be read in time.
 */
export async function missingNamespace({
	api,
	query: { namespace, scope },
	signal,
}: Lookup): Promise<readonly string[]> {
	// That is in every cluster.
	if (scope === "all-namespaces" || namespace === "default") return [];
	const limit = startDeadline(
		HINT_MS,
		signal,
		() => new PluginError("deadline", "timed out"),
	);
	const within = { signal: limit.signal };
	try {
		const path = `${NAMESPACES}/${pathSegment(namespace)}`;
		const isMissing = await api.get(path, namedObject, within).then(
			() => false,
			(caught: unknown) =>
				caught instanceof PluginError && caught.code === "not-found",
		);
		if (!isMissing) return [];
		const others = await api
			.list(NAMESPACES, namedObject, within)
			.catch(() => []);
		return [
			`there is no namespace ${namespace}${meantText(namespace, others)}`,
		];
	} finally {
		limit.end();
	}
}

function meantText(
	namespace: string,
	others: readonly ReturnType<typeof namedObject>[],
): string {
	const names = others.flatMap(({ metadata }) => metadata.name ?? []);
	const near = nearNames(namespace, names).map((name) => `-n ${name}`);
	return near.length === 0 ? "" : `: did you mean ${near.join(" or ")}?`;
}
