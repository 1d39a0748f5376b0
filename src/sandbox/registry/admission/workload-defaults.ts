import {
	fieldsOf,
	isObject,
	isStringMap,
	type JsonObject,
} from "../../objects/json.ts";
import type { KubeObject } from "../../objects/metadata.ts";
import { defaultPodSpec } from "./pod-spec.ts";

type Kind =
	| "deployments"
	| "replicasets"
	| "replicationcontrollers"
	| "statefulsets"
	| "daemonsets"
	| "jobs";

/** The defaults of each kind's spec (pkg/apis/apps/v1/defaults.go, pkg/apis/batch/v1/defaults.go). */
const SPEC_DEFAULTS: Readonly<Record<Kind, JsonObject>> = {
	deployments: {
		replicas: 1,
		revisionHistoryLimit: 10,
		progressDeadlineSeconds: 600,
	},
	replicasets: { replicas: 1 },
	replicationcontrollers: { replicas: 1 },
	statefulsets: {
		replicas: 1,
		serviceName: "",
		podManagementPolicy: "OrderedReady",
		updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } },
		revisionHistoryLimit: 10,
	},
	daemonsets: {
		updateStrategy: {
			type: "RollingUpdate",
			rollingUpdate: { maxSurge: 0, maxUnavailable: 1 },
		},
		revisionHistoryLimit: 10,
	},
	jobs: {
		parallelism: 1,
		completions: 1,
		backoffLimit: 6,
		suspend: false,
		completionMode: "NonIndexed",
	},
};

/** The status of each kind before its controller writes one. */
const FIRST_STATUS: Readonly<Record<Kind, JsonObject>> = {
	deployments: {},
	replicasets: { replicas: 0 },
	replicationcontrollers: { replicas: 0 },
	statefulsets: { replicas: 0, availableReplicas: 0 },
	daemonsets: {
		currentNumberScheduled: 0,
		desiredNumberScheduled: 0,
		numberMisscheduled: 0,
		numberReady: 0,
	},
	jobs: {},
};

/** Returns the function that sets the defaults of a kind. */
export function workloadDefaults(
	kind: Kind,
): (object: KubeObject) => KubeObject {
	return (object) => {
		const spec = fieldsOf(object.spec);
		return {
			...object,
			spec: {
				...SPEC_DEFAULTS[kind],
				...spec,
				...derivedFields(kind, spec, object),
				template: defaultTemplate(templateWithLabels(kind, spec, object)),
			},
			status: isObject(object.status) ? object.status : FIRST_STATUS[kind],
		};
	};
}

function derivedFields(
	kind: Kind,
	spec: JsonObject,
	{ metadata }: KubeObject,
): JsonObject {
	switch (kind) {
		case "deployments":
			return { strategy: strategyOf(spec["strategy"]) };
		case "jobs":
			return {
				selector: spec["selector"] ?? {
					matchLabels: { "batch.kubernetes.io/controller-uid": metadata.uid },
				},
			};
		case "replicationcontrollers":
			return {
				selector: spec["selector"] ?? labelsOf(spec["template"]) ?? {},
			};
		default:
			return {};
	}
}

function strategyOf(strategy: unknown): JsonObject {
	const { type = "RollingUpdate", rollingUpdate } = fieldsOf(strategy);
	if (type !== "RollingUpdate") return { type };
	return {
		type,
		rollingUpdate: {
			maxUnavailable: "25%",
			maxSurge: "25%",
			...fieldsOf(rollingUpdate),
		},
	};
}

/** The API server adds the labels by which a Job finds its pods to the Job's template. */
function templateWithLabels(
	kind: Kind,
	spec: JsonObject,
	{ metadata }: KubeObject,
): unknown {
	const template = spec["template"];
	if (kind !== "jobs" || !isObject(template)) return template;
	const templateMetadata = fieldsOf(template["metadata"]);
	return {
		...template,
		metadata: {
			...templateMetadata,
			labels: {
				...labelsOf(template),
				"batch.kubernetes.io/controller-uid": metadata.uid,
				"batch.kubernetes.io/job-name": metadata.name,
				"controller-uid": metadata.uid,
				"job-name": metadata.name,
			},
		},
	};
}

function defaultTemplate(template: unknown): unknown {
	if (!isObject(template)) return template;
	return { ...template, spec: defaultPodSpec(template["spec"]) };
}

/** Returns the labels of a pod template. */
export function labelsOf(
	template: unknown,
): Record<string, string> | undefined {
	if (!isObject(template) || !isObject(template["metadata"])) return undefined;
	const labels = template["metadata"]["labels"];
	return isStringMap(labels) ? labels : undefined;
}
