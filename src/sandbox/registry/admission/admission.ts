import {
	areNamed,
	fieldsOf,
	isObject,
	isStringMap,
} from "../../objects/json.ts";
import type { Kinds, ResourceName } from "../../objects/kinds.ts";
import { resourceType } from "../../objects/kinds.ts";
import type { KubeObject } from "../../objects/metadata.ts";
import type { Store } from "../../store/store.ts";
import { invalid } from "../status-error.ts";
import { type Problem, required } from "./pod-spec.ts";
import { defaultPod, podProblem } from "./pods.ts";
import { defaultService, serviceProblem } from "./services.ts";
import { workloadDefaults } from "./workload-defaults.ts";
import { workloadProblem } from "./workload-problem.ts";

type Admission = {
	readonly defaults?: (object: KubeObject, store: Store) => KubeObject;
	readonly problem?: (
		object: KubeObject,
		previous: KubeObject | undefined,
	) => Problem | undefined;
};

/** What the API server does to the objects of each kind before it stores them. Other kinds are stored unchanged. */
const ADMISSIONS: { readonly [R in ResourceName]?: Admission } = {
	pods: { defaults: defaultPod, problem: podProblem },
	deployments: workload("deployments"),
	replicasets: workload("replicasets"),
	replicationcontrollers: workload("replicationcontrollers"),
	statefulsets: workload("statefulsets"),
	daemonsets: workload("daemonsets"),
	jobs: workload("jobs"),
	services: { defaults: defaultService, problem: serviceProblem },
	namespaces: {
		defaults: (object) => ({
			...object,
			metadata: {
				...object.metadata,
				labels: {
					"kubernetes.io/metadata.name": object.metadata.name,
					...object.metadata.labels,
				},
			},
			spec: { finalizers: ["kubernetes"] },
			status: isObject(object.status) ? object.status : { phase: "Active" },
		}),
	},
	secrets: { defaults: defaultSecret, problem: dataProblem },
	configmaps: { problem: dataProblem },
	endpointslices: {
		problem: (object) => listProblem(object, "endpoints"),
	},
	endpoints: { problem: (object) => listProblem(object, "subsets") },
	roles: { problem: (object) => listProblem(object, "rules") },
	clusterroles: { problem: (object) => listProblem(object, "rules") },
	rolebindings: { problem: bindingProblem },
	clusterrolebindings: { problem: bindingProblem },
};

function workload(kind: Parameters<typeof workloadDefaults>[0]): Admission {
	return { defaults: workloadDefaults(kind), problem: workloadProblem };
}

/** Returns an object with its defaults. */
export function applyDefaults(
	resource: ResourceName,
	object: KubeObject,
	store: Store,
): KubeObject {
	return ADMISSIONS[resource]?.defaults?.(object, store) ?? object;
}

/**
 * Checks everything that the sandbox relies on in an object of a client. Only here does JSON become a typed object.
 * @throws StatusError 422, with the API server's message
 */
export function assertAdmissible<R extends ResourceName>(
	resource: R,
	object: KubeObject,
	previous: KubeObject | undefined,
): asserts object is Kinds[R] {
	const problem = ADMISSIONS[resource]?.problem?.(object, previous);
	if (problem) {
		throw invalid(
			resourceType(resource),
			object.metadata.name,
			problem.field,
			problem.body,
		);
	}
}

function defaultSecret(object: KubeObject): KubeObject {
	const { stringData, ...secret } = { stringData: undefined, ...object };
	const data = "data" in object ? fieldsOf(object.data) : {};
	const encoded = Object.entries(fieldsOf(stringData)).map(([key, text]) => [
		key,
		Buffer.from(String(text)).toString("base64"),
	]);
	return Object.assign(
		{ type: "Opaque" },
		secret,
		encoded.length > 0
			? { data: { ...data, ...Object.fromEntries(encoded) } }
			: {},
	);
}

function dataProblem(object: KubeObject): Problem | undefined {
	const data = "data" in object ? object.data : undefined;
	return data === undefined || data === null || isStringMap(data)
		? undefined
		: { field: "data", body: "Invalid value: must map strings to strings" };
}

function listProblem(object: KubeObject, field: string): Problem | undefined {
	const list = new Map<string, unknown>(Object.entries(object)).get(field);
	return list === undefined ||
		list === null ||
		(Array.isArray(list) && list.every(isObject))
		? undefined
		: { field, body: "Invalid value: must be a list" };
}

function bindingProblem(object: KubeObject): Problem | undefined {
	const roleRef = "roleRef" in object ? object.roleRef : undefined;
	const subjects = "subjects" in object ? object.subjects : [];
	if (!isObject(roleRef) || typeof roleRef["name"] !== "string")
		return required("roleRef");
	return areNamed(subjects) ? undefined : required("subjects");
}
