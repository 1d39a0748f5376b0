import { startDeadline } from "../../../abort.ts";
import { PluginError } from "../../../errors.ts";
import { namedObject } from "../../objects/metadata.ts";
import { pathSegment } from "../../path-segment.ts";
import { nearNames } from "../near-names.ts";
import type { Lookup } from "./pod-source.ts";

const NAMESPACES = "/api/v1/namespaces";
/** Maximum milliseconds that this hint may delay the error. */
const HINT_MS = 2_000;

/**
 * Returns a hint when the namespace does not exist, with similar names when namespaces may be listed. A cluster may have thousands.
 * Returns no hint when the namespace exists, or when it cannot be read in time.
 */
export async function missingNamespace({
	api,
	query: { namespace, scope },
	signal,
}: Lookup): Promise<readonly string[]> {
	// Every cluster has the namespace `default`.
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
