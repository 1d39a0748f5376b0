import type { PodObject } from "../../objects/pod-object.ts";
import type { Pod } from "../../pod.ts";
import { workloadOf } from "../workload-of.ts";
import { containersOf } from "./containers.ts";
import { hasCondition, podStatus } from "./pod-status.ts";
import {
	endedContainer,
	podTrouble,
	unreachableReason,
} from "./unreachable.ts";

/** Reduces a pod from the API to the facts that are shown and judged. A missing field means that it is not there yet. */
export function podFrom(object: PodObject): Pod {
	const { metadata, spec, status } = object;
	const printed = podStatus(object);
	return {
		namespace: metadata?.namespace ?? "",
		name: metadata?.name ?? "",
		uid: metadata?.uid ?? "",
		node: spec?.nodeName || undefined,
		ip: status?.podIP || undefined,
		...printed,
		phase: status?.phase ?? "Unknown",
		ready: hasCondition(object, "Ready") ? "ready" : "not-ready",
		unmetGates: (spec?.readinessGates ?? [])
			.map(({ conditionType }) => conditionType)
			.filter((gate) => !hasCondition(object, gate)),
		terminating: metadata?.deletionTimestamp !== undefined,
		createdAt: metadata?.creationTimestamp ?? "",
		labels: metadata?.labels ?? {},
		containers: containersOf(object),
		workload: workloadOf(object),
		trouble: podTrouble(object),
		unreachable: unreachableReason(object, printed.status),
		ended: endedContainer(object),
	};
}
