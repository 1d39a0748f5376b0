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
 * The source of a target whose object is not there yet, for those who wait for it: it has no pods, and is another one as soon as there is
 * an object.
 * @param found gives the source by the object, once there is one
 */
export function absentObjectSource(
	{ query }: Lookup,
	argument: WorkloadArgument,
	absence: PluginError,
	found: () => Promise<PodSource>,
): PodSource {
	const kind = kindOfTarget(argument);
	const { name } = argument;
	const origin = `${kind.label}/${name}`;
	return {
		// Any list that is short: no pod in it is this target's.
		listing: podListing(query, { fieldSelector: `metadata.name=${name}` }),
		origin,
		originOf: () => undefined,
		cluesOn: () => cluesOf(query, argument, origin),
		nothing: async () => absence,
		object: {
			listing: objectListing(query, kind, name),
			read: () => ({ says: {}, source: found }),
			says: undefined,
			absence,
		},
	};
}
