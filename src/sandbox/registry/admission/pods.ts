import { isDeepStrictEqual } from "node:util";
import { fieldsOf, isObject, type JsonObject } from "../../objects/json.ts";
import type { KubeObject } from "../../objects/metadata.ts";
import { defaultPodSpec, type Problem, podSpecProblem } from "./pod-spec.ts";

/** Returns a pod with its defaults and its service account. */
export function defaultPod(object: KubeObject): KubeObject {
	const spec = defaultPodSpec(object.spec);
	const status = fieldsOf(object.status);
	return {
		...object,
		spec: isObject(spec) ? admitSpec(spec) : spec,
		status: { phase: "Pending", ...status },
	};
}

function admitSpec(spec: JsonObject): JsonObject {
	const account = spec["serviceAccountName"] ?? "default";
	return {
		serviceAccountName: account,
		serviceAccount: account,
		...spec,
	};
}

/** Returns the problem of a pod, or of an update of one. */
export function podProblem(
	object: KubeObject,
	previous: KubeObject | undefined,
): Problem | undefined {
	const problem = podSpecProblem(object.spec, "spec");
	if (problem || !previous) return problem;
	if (isDeepStrictEqual(immutablePart(object), immutablePart(previous)))
		return undefined;
	return {
		field: "spec",
		body: "Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
	};
}

function immutablePart({ spec }: KubeObject): unknown {
	if (!isObject(spec)) return spec;
	const { activeDeadlineSeconds, tolerations, ...rest } = spec;
	const withoutImages = (list: unknown) =>
		Array.isArray(list)
			? list.map((container) => ({ ...container, image: "" }))
			: list;
	return {
		...rest,
		containers: withoutImages(spec["containers"]),
		initContainers: withoutImages(spec["initContainers"]),
	};
}
