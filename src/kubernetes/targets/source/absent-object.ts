import type { PluginError } from "../../../errors.ts";
import type { WorkloadArgument } from "../../target.ts";
import { kindOfTarget } from "../kinds.ts";
import {
	cluesOf,
	type Lookup,
	objectListing,
	type PodSource,
	podListing,
} from "./pod-source.ts";

/**
 * Returns the source of a target whose object does not exist yet, for a watch that waits for it. It has no pods, and is replaced once
 * the object exists.
 * @param found returns the source of the object, once that exists
 */
export function absentObjectSource(
	{ query }: Lookup,
	argument: WorkloadArgument,
	notFound: PluginError,
	found: () => Promise<PodSource>,
): PodSource {
	const kind = kindOfTarget(argument);
	const { name } = argument;
	const origin = `${kind.label}/${name}`;
	return {
		// Any short list will do: no pod in it belongs to this target.
		listing: podListing(query, { fieldSelector: `metadata.name=${name}` }),
		origin,
		originOf: () => undefined,
		cluesOn: () => cluesOf(query, argument, origin),
		nothing: async () => notFound,
		object: {
			listing: objectListing(query, kind, name),
			read: () => ({ state: {}, source: found }),
			state: undefined,
			notFound,
		},
	};
}
