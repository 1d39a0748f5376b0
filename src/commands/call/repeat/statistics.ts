import { API_VERSION } from "../../../cli/api-version.ts";
import { EXIT_STATUS, type ExitStatus } from "../../../cli/exit-status.ts";
import { failedPods } from "../../../cli/several-pods.ts";
import { micros } from "../../../micros.ts";
import { callExitStatus } from "../status-report.ts";
import { type Latencies, mergeLatencies, quantileMs } from "./latencies.ts";
import type {
	CallStatistics,
	LatencySummary,
	PodStatistics,
	StatusStatistics,
} from "./report.ts";
import { callsOf, type PodTally, type StatusTally } from "./tally.ts";

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
	const { pod, counted, received, connections, refusal } = tally;
	return {
		name: pod.name,
		namespace: pod.namespace,
		counted,
		calls: callsOf(tally),
		...statusesOf([tally]),
		received,
		connections,
		unreachable: refusal?.message ?? null,
		hint: refusal?.hint ?? [],
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
