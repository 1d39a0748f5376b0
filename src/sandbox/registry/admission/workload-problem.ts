import { isDeepStrictEqual } from "node:util";
import { isObject, isStringMap, type JsonObject } from "../../objects/json.ts";
import type { KubeObject } from "../../objects/metadata.ts";
import { type Problem, podSpecProblem, required } from "./pod-spec.ts";
import { labelsOf } from "./workload-defaults.ts";

/** Returns the problem of an object that owns pods. */
export function workloadProblem(
	object: KubeObject,
	previous: KubeObject | undefined,
): Problem | undefined {
	const { spec } = object;
	if (!isObject(spec)) return required("spec");
	const { replicas = 0, template, selector } = spec;
	if (typeof replicas !== "number" || replicas < 0)
		return {
			field: "spec.replicas",
			body: `Invalid value: ${JSON.stringify(replicas)}: must be greater than or equal to 0`,
		};
	if (!isObject(selector)) return required("spec.selector");
	const templateSpec = isObject(template) ? template["spec"] : undefined;
	return (
		selectorProblem(selector, labelsOf(template) ?? {}) ??
		podSpecProblem(templateSpec, "spec.template.spec") ??
		immutableProblem(selector, previous)
	);
}

function selectorProblem(
	selector: JsonObject,
	labels: Readonly<Record<string, string>>,
): Problem | undefined {
	// The selector of a ReplicationController is a plain map of labels.
	const plain = isStringMap(selector) ? selector : {};
	const { matchLabels } = selector;
	const wanted = isObject(matchLabels) ? matchLabels : plain;
	if (Object.entries(wanted).every(([key, value]) => labels[key] === value))
		return undefined;
	return {
		field: "spec.template.metadata.labels",
		body: `Invalid value: ${JSON.stringify(labels)}: \`selector\` does not match template \`labels\``,
	};
}

function immutableProblem(
	selector: JsonObject,
	previous: KubeObject | undefined,
): Problem | undefined {
	const before = isObject(previous?.spec)
		? previous.spec["selector"]
		: undefined;
	if (before === undefined || isDeepStrictEqual(before, selector))
		return undefined;
	return {
		field: "spec.selector",
		body: `Invalid value: ${JSON.stringify(selector)}: field is immutable`,
	};
}
