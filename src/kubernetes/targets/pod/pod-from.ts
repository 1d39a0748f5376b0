import type { V1Pod } from "@kubernetes/client-node";
import type { Pod } from "../../pod.ts";
import { workloadOf } from "../workload-of.ts";
import { containersOf } from "./containers.ts";
import { podStatus } from "./pod-status.ts";
import {
	endedContainer,
	podTrouble,
	unreachableReason,
} from "./unreachable.ts";

/** Reduces a pod, as the API sent it, to the facts that are shown and judged. Whatever is missing reads as not there yet. */
export function podFrom(object: V1Pod): Pod {
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
		ready: isTrue(object, "Ready") ? "ready" : "not-ready",
		unmetGates: (spec?.readinessGates ?? [])
			.map(({ conditionType }) => conditionType)
			.filter((gate) => !isTrue(object, gate)),
		terminating: metadata?.deletionTimestamp !== undefined,
		createdAt: isoTime(metadata?.creationTimestamp),
		labels: metadata?.labels ?? {},
		containers: containersOf(object),
		workload: workloadOf(object),
		trouble: podTrouble(object),
		unreachable: unreachableReason(object, printed.status),
		ended: endedContainer(object),
	};
}

const isTrue = ({ status }: V1Pod, condition: string): boolean =>
	status?.conditions?.some(
		(one) => one.type === condition && one.status === "True",
	) ?? false;

/** client-node's types promise a Date; raw JSON has the text it is made from. */
function isoTime(time: unknown): string {
	if (time instanceof Date) return time.toISOString();
	return typeof time === "string" ? time : "";
}
