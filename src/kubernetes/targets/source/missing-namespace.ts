import { startDeadline } from "../../../abort.ts";
import { PluginError, withHint } from "../../../errors.ts";
import { namedObject } from "../../objects/metadata.ts";
import { pathSegment } from "../../path-segment.ts";
import { nearNames } from "../near-names.ts";
import type { Lookup } from "./pod-source.ts";

const NAMESPACES = "/api/v1/namespaces";
/** Maximum milliseconds that this hint may delay the error. */
const HINT_MS = 2_000;

/**
 * Returns the error for a query that found nothing: that its namespace does not exist, in kubectl's words and with similar names when
 * namespaces may be listed, or else `error`. A wait may see the namespace come, so there it is only the hint of `error`.
 */
export async function blamingNamespace(
	lookup: Lookup,
	error: PluginError,
): Promise<PluginError> {
	const { namespace } = lookup.query;
	const existing = await existingNamespaces(lookup);
	if (existing === undefined) return error;
	const meant = meantHint(namespace, existing);
	if (lookup.absent === "awaited")
		return withHint(error, [
			[`there is no namespace ${namespace}`, ...meant].join(": "),
		]);
	return new PluginError(
		"not-found",
		`namespaces ${JSON.stringify(namespace)} not found`,
		{ facts: { namespace }, hint: meant },
	);
}

function meantHint(
	namespace: string,
	existing: readonly string[],
): readonly string[] {
	const near = nearNames(namespace, existing).map((name) => `-n ${name}`);
	if (near.length > 0) return [`did you mean ${near.join(" or ")}?`];
	return existing.length === 0
		? []
		: ["kubectl get namespaces shows which there are"];
}

/**
 * Returns the names of the namespaces that there are when the one of the query is none of them; none where they may not be listed. A
 * cluster may have thousands. Undefined when the namespace exists, or when it cannot be read in time.
 */
async function existingNamespaces({
	api,
	query: { namespace, scope },
	signal,
}: Lookup): Promise<readonly string[] | undefined> {
	// Every cluster has the namespace `default`.
	if (scope === "all-namespaces" || namespace === "default") return undefined;
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
		if (!isMissing) return undefined;
		const others = await api
			.list(NAMESPACES, namedObject, within)
			.catch(() => []);
		return others.flatMap(({ metadata }) => metadata.name ?? []);
	} finally {
		limit.end();
	}
}
