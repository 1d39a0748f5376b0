import { hasStatusInHeaders } from "../../grpc/no-trailers.ts";
import type { AskedServices } from "./questions.ts";
import type { PodState, ServiceState } from "./state.ts";

/** The text in the STATUS column for a service that the server has but keeps no health status of. */
export const NO_STATUS = "NO_STATUS";

/** Whether the server said that it does not know the service: NOT_FOUND to a Check, SERVICE_UNKNOWN in a Watch. */
export function isUnknownService(state: ServiceState | undefined): boolean {
	if (state === undefined) return false;
	return state.answer.kind === "answered"
		? state.answer.status === "SERVICE_UNKNOWN"
		: state.answer.code === "NOT_FOUND" && state.answer.source === "server";
}

/** Whether the server said so in its headers, where a status does not count, as Tomcat does. */
function meansUnknownService({ answer }: ServiceState): boolean {
	return answer.kind === "failed" && hasStatusInHeaders(answer, "NOT_FOUND");
}

/**
 * Whether a service was asked for only because reflection lists it, and the server keeps no health status of it. That is no
 * failure, since most servers set only the status of the server as a whole (grpc-go's, grpcio's and tonic's do). It is a failure if
 * the server does not keep that status either, because then it gives no status at all.
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

/** Returns the text in the STATUS column for an answer of a pod's service. */
export function statusWord(
	pod: PodState,
	wanted: AskedServices["kind"],
	state: ServiceState,
): string {
	return isWithoutStatus(pod, wanted, state) ? NO_STATUS : answerWord(state);
}

/** Returns the status of an answer, or else the gRPC code. */
export const answerWord = ({ answer }: ServiceState): string =>
	answer.kind === "answered" ? answer.status : answer.code;
