import type { PodReport } from "./report.ts";
import { NO_STATUS } from "./unknown-service.ts";

/** The answer of a run in one word. */
export type Verdict = "healthy" | "degraded" | "down";

export type HealthSummary = {
	readonly pods: number;
	readonly serving: number;
	readonly notServing: number;
	readonly unreachable: number;
	readonly verdict: Verdict;
};

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

/** Returns the summary of a report. */
export function summarize(
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
