import { PluginError } from "../../../errors.ts";
import { type PodObject, podObject } from "../../objects/pod-object.ts";
import { pathSegment } from "../../path-segment.ts";
import type { Listing, Lookup, PodSource } from "./pod-source.ts";
import { refusedSelector } from "./refused-selector.ts";

/**
 * Lists the pods of sources that share a list. Pods that are all named are read one by one for a user who may not list pods, because
 * `kubectl port-forward` gets along with `get`, and Roles with resourceNames often allow no more.
 * @throws PluginError what the API client throws for the list, and `bad-input` for a selector that the API server refuses
 */
export async function listPods(
	lookup: Lookup,
	listing: Listing,
	sources: readonly PodSource[],
): Promise<readonly PodObject[]> {
	const { api, query, signal } = lookup;
	try {
		const selectors = { query: listing.query, signal };
		return await api.list(listing.path, podObject, selectors);
	} catch (caught) {
		const names = sources.flatMap(({ podName }) => podName ?? []);
		// A get knows no selectors.
		const isByName =
			names.length === sources.length && query.fieldSelector === undefined;
		if (!isByName || !isOf(caught, "forbidden"))
			throw refusedSelector(caught, query);
		return podsByName(lookup, listing.path, names, caught);
	}
}

/** @throws the error of the list for a user who may not get the pods either */
async function podsByName(
	{ api, signal }: Lookup,
	path: string,
	names: readonly string[],
	refusal: unknown,
): Promise<readonly PodObject[]> {
	const pods = names.map(async (name) => {
		try {
			const own = `${path}/${pathSegment(name)}`;
			return [await api.get(own, podObject, { signal })];
		} catch (caught) {
			if (isOf(caught, "not-found")) return [];
			throw isOf(caught, "forbidden") ? refusal : caught;
		}
	});
	return (await Promise.all(pods)).flat();
}

const isOf = (caught: unknown, code: PluginError["code"]): boolean =>
	caught instanceof PluginError && caught.code === code;
