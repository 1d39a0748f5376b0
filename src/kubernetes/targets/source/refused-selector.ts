import { PluginError } from "../../../errors.ts";
import type { PodQuery } from "../../target.ts";
import { quoted } from "../quoted.ts";

/**
 * Returns the error for a list of pods that the API server calls a bad request. Only `-l` and `--field-selector` go to the server
 * unparsed, so one of them is the cause. Every other error is returned unchanged.
 */
export function refusedSelector(caught: unknown, query: PodQuery): unknown {
	const { selector, fieldSelector } = query;
	const asked = [
		...(selector === undefined ? [] : [`-l ${quoted(selector)}`]),
		...(fieldSelector === undefined
			? []
			: [`--field-selector ${quoted(fieldSelector)}`]),
	];
	const isBadRequest =
		caught instanceof PluginError && caught.facts["status"] === 400;
	if (!isBadRequest || asked.length === 0) return caught;
	return new PluginError("bad-input", caught.message, {
		cause: caught,
		hint: [
			`it was asked for ${asked.join(" and ")}`,
			"labels: -l app=x,tier!=web,'env in (a,b)',!canary; fields of pods: metadata.name, spec.nodeName, status.phase",
		],
	});
}
