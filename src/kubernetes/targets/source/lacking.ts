import { PluginError } from "../../../errors.ts";
import type { PodObject } from "../../objects/pod-object.ts";
import type { LackingTarget, PodQuery, PodTarget } from "../../target.ts";
import type {
	AskedElsewhere,
	Lacking,
	PodCount,
	PodSource,
} from "./pod-source.ts";

/** Returns the target of a source with pods when it lacks something. */
export function lackingOf(
	{ origin, lack }: PodSource,
	{ expected, askedElsewhere }: PodCount,
): readonly LackingTarget[] {
	const lacking =
		lack?.(expected) ?? (askedElsewhere && lackOfPort(origin, askedElsewhere));
	return lacking === undefined ? [] : [{ origin, pods: expected, ...lacking }];
}

/** Returns the target of a source without pods, and why it has none. @param listed the pods of its list, none of which belongs to it */
export async function lackingPods(
	{ origin, lack, nothing }: PodSource,
	listed: readonly PodObject[],
): Promise<LackingTarget> {
	const lacking = lack?.(0);
	return lacking?.lacks === "object"
		? { origin, ...lacking }
		: { origin, error: await nothing(listed) };
}

/** Returns a target that lacks something with the namespace in which the query looks for it. */
export const lookedForBy = (
	{ scope, namespace }: PodQuery,
	target: LackingTarget,
): LackingTarget =>
	scope === "all-namespaces" ? target : { ...target, namespace };

const lackOfPort = (
	origin: string,
	{ port, first }: AskedElsewhere,
): Lacking => ({
	lacks: "port",
	error: new PluginError(
		"target",
		`${origin} leads to port ${port} of pods that are asked on port ${first.port}, for ${first.origin}`,
		{ hint: ["a run asks each pod on one port: run it once for each target"] },
	),
});

/** Returns how a target's pod is asked when it is asked on another port. @param first the earliest target that leads to the pod */
export const askedElsewhere = (
	first: PodTarget,
	{ port }: PodTarget,
): AskedElsewhere | undefined =>
	first.port.kind === "chosen" &&
	port.kind === "chosen" &&
	first.port.port !== port.port
		? {
				port: port.port,
				first: { origin: first.origin, port: first.port.port },
			}
		: undefined;
