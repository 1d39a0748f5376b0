import { EXIT_STATUS, type ExitStatus } from "../../../cli/exit-status.ts";
import { failedPods } from "../../../cli/several-pods.ts";
import { API_VERSION } from "../../../cli/structured.ts";
import { micros } from "../micros.ts";
import { callExitStatus } from "../status-report.ts";
import { type Latencies, mergeLatencies, quantileMs } from "./latencies.ts";
import type { PodTally, StatusTally } from "./tally.ts";

/**
 * The time from the start of a call to its status, in milliseconds. `min`, `mean` and `max` are exact, a quantile is up to 1 %
 * too high.
 */
export type LatencySummary = {
	readonly min: number;
	readonly mean: number;
	readonly p50: number;
	readonly p90: number;
	readonly p99: number;
	readonly max: number;
};

/** The calls that ended with one status. */
export type StatusStatistics = {
	readonly code: number;
	readonly name: string;
	readonly calls: number;
	/** The message of the first such call; empty for OK. */
	readonly message: string;
	readonly latencyMs: LatencySummary;
};

/** The calls of one pod. */
export type PodStatistics = {
	/** The name of the pod, or the address, that was called. `(no endpoint)` for calls while the Service had no endpoint. */
	readonly name: string;
	readonly namespace: string;
	/**
	 * Whether the pod is expected to serve. False for a terminating, completed or failed pod, which is not missed if it is not
	 * called.
	 */
	readonly counted: boolean;
	/** The number of calls that ended. */
	readonly calls: number;
	/** The most frequent status comes first. */
	readonly statuses: readonly StatusStatistics[];
	/** Of all calls. Null if there were none. */
	readonly latencyMs: LatencySummary | null;
	/** The number of messages that were received. */
	readonly received: number;
	/** The number of connections that were opened. */
	readonly connections: number;
	/** Why the pod was not called, or not called to the end. Null if it was. */
	readonly unreachable: string | null;
	/** What to do about that, one line each. */
	readonly hint: readonly string[];
};

/** How the endpoints of a Service were chosen. */
export type ServiceShare = {
	readonly service: string;
	/** `cluster-ip`: a new connection for each call, as kube-proxy would choose; `headless`: as a client's resolver would. */
	readonly addressing: "cluster-ip" | "headless";
	/** The number of endpoints that took new connections at the start. */
	readonly endpoints: number;
};

/** The statistics of repeated calls, as `-o json` prints them. */
export type CallStatistics = {
	readonly apiVersion: typeof API_VERSION;
	readonly kind: "CallStatistics";
	/** `package.Service/Method`. If no pod was called, the method as the user typed it. */
	readonly method: string;
	/** Null: each pod was called over its own connection. */
	readonly via: ServiceShare | null;
	/** The number of calls that the user asked for: of each pod, or of the Service. */
	readonly repeat: number;
	/** The number of calls under way at a time: for each pod, or for the Service. */
	readonly concurrency: number;
	/** The least time between two starts, in milliseconds. */
	readonly intervalMs: number;
	/** Milliseconds from the start of the first call to the end of the last. */
	readonly durationMs: number;
	readonly callsPerSecond: number;
	readonly calls: number;
	/** Of all pods. The most frequent status comes first. */
	readonly statuses: readonly StatusStatistics[];
	/** Of all calls of all pods. Null if there were none. */
	readonly latencyMs: LatencySummary | null;
	readonly received: number;
	readonly pods: readonly PodStatistics[];
};

type Asked = Pick<
	CallStatistics,
	"method" | "via" | "repeat" | "concurrency" | "intervalMs"
>;

/** Returns the statistics of the tallies. */
export function callStatistics(
	asked: Asked,
	tallies: readonly PodTally[],
): CallStatistics {
	const pods = tallies.map(podStatistics);
	const calls = sum(pods.map((pod) => pod.calls));
	const durationMs = calls === 0 ? 0 : durationOf(tallies);
	return {
		apiVersion: API_VERSION,
		kind: "CallStatistics",
		...asked,
		method: tallies.find(isLearnt)?.method ?? asked.method,
		durationMs: micros(durationMs),
		callsPerSecond: durationMs === 0 ? 0 : micros((calls * 1000) / durationMs),
		calls,
		...statusesOf(tallies),
		received: sum(pods.map((pod) => pod.received)),
		pods,
	};
}

function isLearnt({ method }: PodTally): boolean {
	return method !== undefined;
}

/**
 * Returns 0 if every call was OK. Returns 2 if a pod whose absence is a failure was not reached. Otherwise returns 64 plus the
 * code of the most frequent failure.
 */
export function statisticsExitStatus({
	pods,
	calls,
	statuses,
}: CallStatistics): ExitStatus {
	const away = pods.filter(({ unreachable }) => unreachable !== null);
	if (failedPods(away, calls > 0 ? "some" : "none").length > 0)
		return EXIT_STATUS.unreachable;
	const failure = statuses.find(({ code }) => code !== 0);
	return failure === undefined ? EXIT_STATUS.ok : callExitStatus(failure);
}

function podStatistics(tally: PodTally): PodStatistics {
	const { pod, counted, received, connections, unreachable, hint } = tally;
	const told = statusesOf([tally]);
	return {
		name: pod.name,
		namespace: pod.namespace,
		counted,
		calls: sum(told.statuses.map(({ calls }) => calls)),
		...told,
		received,
		connections,
		unreachable: unreachable ?? null,
		hint,
	};
}

function statusesOf(
	tallies: readonly PodTally[],
): Pick<PodStatistics, "statuses" | "latencyMs"> {
	const all = tallies.flatMap(({ statuses }) => [...statuses.values()]);
	const byName = Map.groupBy(all, ({ name }) => name);
	const latencies = all.map((status) => status.latencies);
	return {
		statuses: [...byName.values()]
			.flatMap(([first, ...others]) =>
				first === undefined ? [] : [statusStatistics(first, others)],
			)
			.toSorted((a, b) => b.calls - a.calls || a.code - b.code),
		latencyMs: all.length === 0 ? null : summaryOf(mergeLatencies(latencies)),
	};
}

/** Merges the tallies of one status. */
function statusStatistics(
	{ code, name, message, latencies: own }: StatusTally,
	others: readonly StatusTally[],
): StatusStatistics {
	const latencies = mergeLatencies([
		own,
		...others.map((tally) => tally.latencies),
	]);
	return {
		code,
		name,
		calls: latencies.count,
		message,
		latencyMs: summaryOf(latencies),
	};
}

function summaryOf(latencies: Latencies): LatencySummary {
	const { minMs, maxMs, sumMs, count } = latencies;
	return {
		min: micros(minMs),
		mean: micros(sumMs / count),
		p50: micros(quantileMs(latencies, 0.5)),
		p90: micros(quantileMs(latencies, 0.9)),
		p99: micros(quantileMs(latencies, 0.99)),
		max: micros(maxMs),
	};
}

function durationOf(tallies: readonly PodTally[]): number {
	return (
		Math.max(...tallies.map(({ lastEndMs }) => lastEndMs)) -
		Math.min(...tallies.map(({ firstStartMs }) => firstStartMs))
	);
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, one) => total + one, 0);
}
