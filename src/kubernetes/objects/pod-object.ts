import type { V1Pod, V1PodCondition } from "@kubernetes/client-node";
import type { Field } from "../field.ts";
import { type ContainerObject, containerObject } from "./container.ts";
import {
	type ContainerStatusObject,
	containerStatusesAt,
} from "./container-status.ts";
import { namedObject, type ObjectMeta } from "./metadata.ts";

/** The fields that are read of a pod (api/core/v1.Pod). */
export type PodObject = {
	readonly metadata?: ObjectMeta | undefined;
	readonly spec?: PodSpec | undefined;
	readonly status?: PodStatus | undefined;
};

export type PodSpec = {
	readonly nodeName?: string | undefined;
	readonly restartPolicy?: string | undefined;
	readonly containers: readonly ContainerObject[];
	readonly initContainers?: readonly ContainerObject[] | undefined;
	readonly readinessGates?: readonly ReadinessGate[] | undefined;
};

type ReadinessGate = { readonly conditionType: string };

export type PodStatus = {
	readonly phase?: string | undefined;
	readonly reason?: string | undefined;
	readonly message?: string | undefined;
	readonly podIP?: string | undefined;
	readonly conditions?: readonly PodCondition[] | undefined;
	readonly containerStatuses?: readonly ContainerStatusObject[] | undefined;
	readonly initContainerStatuses?: readonly ContainerStatusObject[] | undefined;
};

type PodCondition = {
	readonly type: string;
	readonly status: string;
	readonly reason?: string | undefined;
	readonly message?: string | undefined;
};

/** Reads a pod. @throws ShapeError */
export function podObject(object: Field): PodObject {
	const { metadata } = namedObject(object);
	const pod = object.as<V1Pod>();
	const namespace = pod.record("metadata").required("namespace");
	const spec = pod.record("spec");
	const status = pod.record("status");
	return {
		metadata: { ...metadata, namespace },
		spec: {
			nodeName: spec.text("nodeName"),
			restartPolicy: spec.text("restartPolicy"),
			containers: spec.list("containers").map(containerObject),
			initContainers: spec.list("initContainers").map(containerObject),
			readinessGates: spec.list("readinessGates").map((gate) => ({
				conditionType: gate.text("conditionType") ?? "",
			})),
		},
		status: {
			phase: status.text("phase"),
			reason: status.text("reason"),
			message: status.text("message"),
			podIP: status.text("podIP"),
			conditions: status.list("conditions").map(podCondition),
			containerStatuses: containerStatusesAt(status, "containerStatuses"),
			initContainerStatuses: containerStatusesAt(
				status,
				"initContainerStatuses",
			),
		},
	};
}

const podCondition = (condition: Field<V1PodCondition>): PodCondition => ({
	type: condition.text("type") ?? "",
	status: condition.text("status") ?? "",
	reason: condition.text("reason"),
	message: condition.text("message"),
});
