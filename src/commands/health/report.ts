import { API_VERSION } from "../../cli/structured.ts";
import type { Finding } from "../../findings/finding.ts";
import type { TransportFact } from "../../grpc/transport.ts";
import { isExpectedToServe, isOver } from "../../kubernetes/expected.ts";
import type { TargetWithoutPods } from "./facts.ts";
import { type Others, othersBeside } from "./findings/ended.ts";
import { judgePod } from "./findings/judge.ts";
import { countReplicas, type Replicas } from "./findings/siblings.ts";
import type { HealthState, PodState, ServiceState } from "./state.ts";
import { NO_STATUS, statusWord } from "./unknown-service.ts";

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

/** One pod, or one address that was reached without a cluster. */
export type PodReport = {
	/** Empty for an address. */
	readonly namespace: string;
	readonly name: string;
	/** What the pod was found by: `deploy/user-service`, a selector, or the workload that discovery named. */
	readonly origin: string;
	readonly node: string | null;
	readonly ready: boolean;
	/** Number of ready containers. With `totalContainers` as in kubectl's READY column. */
	readonly readyContainers: number;
	readonly totalContainers: number;
	/** kubectl's STATUS column. */
	readonly status: string;
	readonly restarts: number;
	readonly createdAt: string;
	readonly terminating: boolean;
	/** False for pods that are not expected to serve: terminating, completed or failed ones. */
	readonly counted: boolean;
	readonly port: number | null;
	readonly portReason: string;
	readonly transport: TransportFact | null;
	readonly checks: readonly CheckReport[];
	readonly findings: readonly Finding[];
};

export type Verdict = "healthy" | "degraded" | "down";

export type HealthSummary = {
	readonly pods: number;
	readonly serving: number;
	readonly notServing: number;
	readonly unreachable: number;
	readonly verdict: Verdict;
};

export type HealthReport = {
	readonly apiVersion: typeof API_VERSION;
	readonly kind: "HealthReport";
	readonly pods: readonly PodReport[];
	readonly targetsWithoutPods: readonly TargetWithoutPods[];
	readonly summary: HealthSummary;
};

/** Which services were asked for: those of the flags, or whatever each server knows. */
export type AskedServices =
	| { readonly kind: "named"; readonly names: readonly string[] }
	| { readonly kind: "all" };

/** Returns the report of a state: the facts and findings of each pod, and a summary. Pure. */
export function healthReport(
	state: HealthState,
	asked: AskedServices,
): HealthReport {
	const { targetsWithoutPods } = state;
	const all = [...state.pods.values()];
	const replicasOf = countReplicas(state.pods);
	const othersOf = othersBeside(all);
	const pods = all.map((pod) =>
		podReport(pod, asked, {
			replicas: replicasOf(pod),
			others: othersOf(pod),
		}),
	);
	return {
		apiVersion: API_VERSION,
		kind: "HealthReport",
		pods,
		targetsWithoutPods,
		summary: summarize(pods, targetsWithoutPods.length),
	};
}

/** What the other pods tell about a pod: its replicas, and what matters to a pod that has ended. */
type Beside = {
	readonly replicas: Replicas | undefined;
	readonly others: Others;
};

function podReport(
	pod: PodState,
	asked: AskedServices,
	{ replicas, others }: Beside,
): PodReport {
	const { pod: facts, port, origin } = pod.target;
	return {
		namespace: facts.namespace,
		name: facts.name,
		origin,
		node: facts.node ?? null,
		ready: facts.ready === "ready",
		readyContainers: facts.readyContainers,
		totalContainers: facts.totalContainers,
		status: facts.status,
		restarts: facts.restarts,
		createdAt: facts.createdAt,
		terminating: facts.terminating,
		counted: isExpectedToServe(facts),
		port: port.kind === "chosen" ? port.port : null,
		portReason: port.reason,
		transport:
			pod.connection.kind === "connected" ? pod.connection.transport : null,
		checks: checksOf(pod, asked),
		findings: judgePod(
			pod,
			{
				wanted: asked.kind,
				answers: askedOf(pod, asked),
				unanswered: namesOf(pod, asked).filter(
					(name) => !pod.services.has(name),
				),
			},
			replicas,
			others,
		),
	};
}

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

function askedOf(pod: PodState, asked: AskedServices): readonly ServiceState[] {
	return namesOf(pod, asked).flatMap((name) => pod.services.get(name) ?? []);
}

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

/** How one pod counts, by its worst check. */
export type PodStanding = "serving" | "not-serving" | "failed" | "unreachable";

/** Returns the standing of a pod. Unreachable is worse than a failed RPC, and that is worse than a service that is not serving. */
export function standingOf(pod: Pick<PodReport, "checks">): PodStanding {
	const checks = pod.checks.filter(({ status }) => status !== NO_STATUS);
	if (checks.some((check) => check.code === null)) return "unreachable";
	if (checks.some((check) => check.code !== "OK")) return "failed";
	return checks.every((check) => check.status === "SERVING")
		? "serving"
		: "not-serving";
}

function summarize(
	pods: readonly PodReport[],
	targetsWithoutPods: number,
): HealthSummary {
	const standings = pods.filter((pod) => pod.counted).map(standingOf);
	const count = (...wanted: PodStanding[]) =>
		standings.filter((standing) => wanted.includes(standing)).length;
	const serving = count("serving");
	return {
		pods: standings.length,
		serving,
		notServing: count("not-serving", "failed"),
		unreachable: count("unreachable"),
		verdict: verdictOf({ serving, pods: standings.length, targetsWithoutPods }),
	};
}

/** The figures of a verdict: how many pods count, how many of them serve, and how many targets lack pods. */
export type Figures = Pick<HealthSummary, "serving" | "pods"> & {
	readonly targetsWithoutPods: number;
};

/** Returns the verdict on these figures. While a target lacks pods, the verdict is at most `degraded`. */
export function verdictOf({
	serving,
	pods,
	targetsWithoutPods,
}: Figures): Verdict {
	if (serving === 0) return "down";
	return serving === pods && targetsWithoutPods === 0 ? "healthy" : "degraded";
}
