import { PluginError } from "../../../errors.ts";
import type { ObjectReader } from "../../api.ts";
import { pathSegment } from "../../path-segment.ts";
import { collectionPath, type PodKind } from "../kinds.ts";
import { objectNotFound } from "./not-found.ts";
import type { Lookup } from "./pod-source.ts";

/**
 * Reads the object that a target names.
 * @throws PluginError `not-found` with the similar names of the namespace, `target` for a kind that the cluster does not have, and what
 * the API client throws
 */
export async function readTarget<T>(
	lookup: Lookup,
	kind: PodKind,
	name: string,
	read: ObjectReader<T>,
): Promise<T> {
	const { api, query, signal } = lookup;
	const collection = collectionPath(kind, query.namespace);
	try {
		return await api.get(`${collection}/${pathSegment(name)}`, read, {
			signal,
		});
	} catch (caught) {
		if (!(caught instanceof PluginError) || caught.code !== "not-found")
			throw caught;
		throw await objectNotFound(lookup, kind, name, caught);
	}
}
