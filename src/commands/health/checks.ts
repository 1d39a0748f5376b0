import { isOver } from "../../kubernetes/expected.ts";
import type { AskedServices } from "./questions.ts";
import type { PodState, ServiceState } from "./state.ts";
import { statusWord } from "./unknown-service.ts";

/** One service of one pod, as printed. The status is a serving status, else the gRPC code, else UNREACHABLE. */
export type CheckReport = {
	readonly service: string;
	/** `NO_STATUS`: reflection lists the service, but the server keeps no health status of it. That does not count as a failure. */
	readonly status: string;
	/** gRPC code of the RPC, `OK` if it succeeded; null if no RPC could be made. */
	readonly code: string | null;
	/** Null if no RPC could be made, and for an update of a Watch. */
	readonly latencyMs: number | null;
	/** `poll`: the server has no Watch, or takes too few calls at a time for one Watch per service, so Check is asked repeatedly. */
	readonly askedBy: "check" | "watch" | "poll" | null;
	readonly message?: string;
};

/**
 * Returns the services that were asked for. If all were wanted, a pod that has not answered for any, such as one that cannot be
 * reached, has only the server as a whole.
 */
function namesOf(pod: PodState, asked: AskedServices): readonly string[] {
	if (asked.kind === "named") return [...new Set(asked.names)];
	const known = pod.services.size === 0 ? [] : (pod.knownServices?.names ?? []);
	return [...new Set(["", ...known])];
}

/** Whether the user asked for a service of a pod. Other services are asked for only because a probe names them. */
export const isAskedFor = (
	{ knownServices }: PodState,
	asked: AskedServices,
	service: string,
): boolean =>
	asked.kind === "named"
		? asked.names.includes(service)
		: service === "" || knownServices?.names.includes(service) === true;

/** Returns the answers of a pod for the services that were asked for. */
export function answersOf(
	pod: PodState,
	asked: AskedServices,
): readonly ServiceState[] {
	return namesOf(pod, asked).flatMap((name) => pod.services.get(name) ?? []);
}

/** Returns the services that were asked for and have no answer. */
export const unansweredOf = (
	pod: PodState,
	asked: AskedServices,
): readonly string[] =>
	namesOf(pod, asked).filter((name) => !pod.services.has(name));

/** Returns one check of a pod for each service that was asked for. A service without an answer yet has the reason instead. */
export function checksOf(
	pod: PodState,
	asked: AskedServices,
): readonly CheckReport[] {
	const { status, message } = withoutAnswer(pod);
	return namesOf(pod, asked).map((service) => {
		const answered = pod.services.get(service);
		if (answered !== undefined)
			return checkReport(answered, statusWord(pod, asked.kind, answered));
		return {
			service,
			status,
			code: null,
			latencyMs: null,
			askedBy: null,
			...(message === undefined ? {} : { message }),
		};
	});
}

function checkReport(
	{ service, askedBy, answer }: ServiceState,
	status: string,
): CheckReport {
	const { latencyMs } = answer;
	if (answer.kind === "answered")
		return { service, status, code: "OK", latencyMs, askedBy };
	return {
		service,
		status,
		code: answer.code,
		latencyMs,
		askedBy,
		...(answer.message === "" ? {} : { message: answer.message }),
	};
}

/** Returns the status in place of a missing answer, and the reason: NOT_ASKED, CONNECTING or UNREACHABLE. */
function withoutAnswer(pod: PodState): {
	status: string;
	message: string | undefined;
} {
	if (isOver(pod.target.pod))
		return { status: "NOT_ASKED", message: pod.target.pod.unreachable };
	if (pod.connection.kind === "unreachable")
		return { status: "UNREACHABLE", message: pod.connection.failure.message };
	if (pod.target.pod.unreachable !== undefined)
		return { status: "UNREACHABLE", message: pod.target.pod.unreachable };
	if (pod.target.port.kind === "none")
		return { status: "UNREACHABLE", message: pod.target.port.reason };
	return { status: "CONNECTING", message: undefined };
}
