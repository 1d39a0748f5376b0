import type { Probe } from "../../objects/pod.ts";
import type { CheckResult } from "./check-result.ts";

type ProberOptions = {
	readonly probe: Probe;
	readonly check: () => Promise<CheckResult>;
	/** The start of the container, for initialDelaySeconds. */
	readonly startedAt: number;
	/** Resolves when the container listens. A check at that moment saves a whole period of waiting. */
	readonly firstChance: Promise<void>;
	/** Called after each failed check, whatever the thresholds. Returns when to check next. */
	readonly onFailure: (output: string) => "in-a-period" | "at-once";
	/** Called whenever successThreshold or failureThreshold equal results have been reached. */
	readonly onOutcome: (outcome: "success" | "failure") => void;
};

/** Delay of the first check while nothing listens. */
const FIRST_CHECK_MS = 2000;

/** Starts periodic checks (pkg/kubelet/prober/worker.go). Returns the function that stops them. */
export function startProber(options: ProberOptions): () => void {
	const { probe, startedAt } = options;
	let stopped = false;
	let checking = false;
	let next: "in-a-period" | "at-once" = "in-a-period";
	let timer: NodeJS.Timeout | undefined;
	let last: "success" | "failure" | undefined;
	let run = 0;

	const checkIn = (delayMs: number) => {
		clearTimeout(timer);
		timer = setTimeout(check, Math.max(0, delayMs));
	};
	const check = async () => {
		const begun = Date.now();
		checking = true;
		const outcome = await options.check();
		checking = false;
		if (stopped) return;
		count(outcome);
		const periodMs = next === "at-once" ? 0 : probe.periodSeconds * 1000;
		next = "in-a-period";
		checkIn(begun + periodMs - Date.now());
	};
	const count = (outcome: CheckResult) => {
		run = outcome.result === last ? run + 1 : 1;
		last = outcome.result;
		if (outcome.result === "failure") {
			const wanted = options.onFailure(outcome.output);
			if (wanted === "at-once") next = wanted;
		}
		const threshold =
			outcome.result === "success"
				? probe.successThreshold
				: probe.failureThreshold;
		if (run >= threshold) options.onOutcome(outcome.result);
	};
	const earliest = startedAt + (probe.initialDelaySeconds ?? 0) * 1000;
	checkIn(Math.max(earliest - Date.now(), FIRST_CHECK_MS));
	void options.firstChance.then(() => {
		if (stopped || last === "success") return;
		if (checking) next = "at-once";
		else checkIn(earliest - Date.now());
	});
	return () => {
		stopped = true;
		clearTimeout(timer);
	};
}
