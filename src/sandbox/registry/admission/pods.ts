import { isDeepStrictEqual } from "node:util";
import { fieldsOf, isObject, type JsonObject } from "../../objects/json.ts";
import type { KubeObject } from "../../objects/metadata.ts";
import { generatedName } from "../../objects/names.ts";
import { defaultPodSpec, type Problem, podSpecProblem } from "./pod-spec.ts";

const TOKEN_MOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

/** Defaults of a pod, with what the admission plugins add: service account, its token volume, priority, tolerations. */
export function defaultPod(object: KubeObject): KubeObject {
	const spec = defaultPodSpec(object.spec);
	const status = fieldsOf(object.status);
	return {
		...object,
		spec: isObject(spec) ? admitSpec(spec) : spec,
		status: { phase: "Pending", qosClass: qosClass(spec), ...status },
	};
}

function admitSpec(spec: JsonObject): JsonObject {
	const account = spec["serviceAccountName"] ?? "default";
	return withTokenVolume({
		serviceAccountName: account,
		serviceAccount: account,
		enableServiceLinks: true,
		preemptionPolicy: "PreemptLowerPriority",
		priority: 0,
		tolerations: ["not-ready", "unreachable"].map((taint) => ({
			key: `node.kubernetes.io/${taint}`,
			operator: "Exists",
			effect: "NoExecute",
			tolerationSeconds: 300,
		})),
		...spec,
	});
}

function withTokenVolume(spec: JsonObject): JsonObject {
	const volumes = Array.isArray(spec["volumes"]) ? spec["volumes"] : [];
	if (
		spec["automountServiceAccountToken"] === false ||
		volumes.some((volume) =>
			String(isObject(volume) && volume["name"]).startsWith("kube-api-access-"),
		)
	)
		return spec;
	const name = generatedName("kube-api-access-");
	const mount = { name, readOnly: true, mountPath: TOKEN_MOUNT };
	const mounted = (list: unknown) =>
		Array.isArray(list)
			? list.map((container) => ({
					...container,
					volumeMounts: [...(container?.volumeMounts ?? []), mount],
				}))
			: list;
	return {
		...spec,
		containers: mounted(spec["containers"]),
		...(spec["initContainers"] === undefined
			? {}
			: { initContainers: mounted(spec["initContainers"]) }),
		volumes: [...volumes, tokenVolume(name)],
	};
}

function tokenVolume(name: string): JsonObject {
	return {
		name,
		projected: {
			defaultMode: 420,
			sources: [
				{ serviceAccountToken: { expirationSeconds: 3607, path: "token" } },
				{
					configMap: {
						name: "kube-root-ca.crt",
						items: [{ key: "ca.crt", path: "ca.crt" }],
					},
				},
				{
					downwardAPI: {
						items: [
							{
								path: "namespace",
								fieldRef: {
									apiVersion: "v1",
									fieldPath: "metadata.namespace",
								},
							},
						],
					},
				},
			],
		},
	};
}

/** Guaranteed when every container's CPU and memory are limited to what it requests, BestEffort when nothing is said of them. */
function qosClass(spec: unknown): string {
	const containers =
		isObject(spec) && Array.isArray(spec["containers"])
			? spec["containers"]
			: [];
	const resources = containers.map((container) => {
		const { limits, requests } = container?.resources ?? {};
		return { limits: { ...limits }, requests: { ...limits, ...requests } };
	});
	if (resources.every(({ requests }) => Object.keys(requests).length === 0))
		return "BestEffort";
	const guaranteed = resources.every(({ limits, requests }) =>
		["cpu", "memory"].every(
			(name) => limits[name] !== undefined && limits[name] === requests[name],
		),
	);
	return guaranteed ? "Guaranteed" : "Burstable";
}

/** What is wrong with a pod, or with what an update would change of it. */
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
