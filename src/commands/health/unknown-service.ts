import { hasStatusInHeaders } from "../../grpc/no-trailers.ts";
import type { AskedServices } from "./report.ts";
import type { PodState, ServiceState } from "./state.ts";

/** Stands in the STATUS column for a service that the server has, and keeps no health status of. */
export const NO_STATUS = "NO_STATUS";

/** Whether the server said that it does not know the service: NOT_FOUND to a Check, SERVICE_UNKNOWN in a Watch. */
export function isUnknownService(state: ServiceState | undefined): boolean {
	if (state === undefined) return false;
	return state.answer.kind === "answered"
		? state.answer.status === "SERVICE_UNKNOWN"
		: state.answer.code === "NOT_FOUND" && state.answer.source === "server";
}

/** Whether it said so where it counts for nothing, as in Tomcat. */
function meansUnknownService({ answer }: ServiceState): boolean {
	return answer.kind === "failed" && hasStatusInHeaders(answer, "NOT_FOUND");
}

/**
 * Whether a service was asked for only because reflection lists it, and the server keeps no health status of it: no failure, as most
 * servers set that of the whole alone (grpc-go's, grpcio's and tonic's do). One that keeps none of the whole either says nothing at all.
 */
export function isWithoutStatus(
	pod: PodState,
	wanted: AskedServices["kind"],
	state: ServiceState,
): boolean {
	return (
		wanted === "all" &&
		(isUnknownService(state) || meansUnknownService(state)) &&
		!isUnknownService(pod.services.get("")) &&
		pod.knownServices?.source === "reflection" &&
		pod.knownServices.names.includes(state.service)
	);
}

/** What stands in the STATUS column for what a service of a pod was answered with. */
export function statusWord(
	pod: PodState,
	wanted: AskedServices["kind"],
	state: ServiceState,
): string {
	return isWithoutStatus(pod, wanted, state) ? NO_STATUS : answerWord(state);
}

/** The status that a service was answered with, or else the code. */
export const answerWord = ({ answer }: ServiceState): string =>
	answer.kind === "answered" ? answer.status : answer.code;
