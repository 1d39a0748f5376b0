import type { Probe } from "../../objects/pod.ts";
import type { CheckResult } from "./check.ts";

export type ProberOptions = {
	readonly probe: Probe;
	readonly check: () => Promise<CheckResult>;
	/** When the container started, for initialDelaySeconds. */
	readonly startedAt: number;
	/** Resolves when probing at once makes sense, so that a pod is not kept waiting for a whole period. */
	readonly firstChance: Promise<void>;
	/** Each failed check, before thresholds. */
	readonly onFailure: (output: string) => void;
	/** The state after successThreshold or failureThreshold equal results, each time it is confirmed. */
	readonly onOutcome: (outcome: "success" | "failure") => void;
};

/** Without anything listening, the first check is made after this long. */
const FIRST_CHECK_MS = 1000;

/** Probes periodically (pkg/kubelet/prober/worker.go). Gives the way to stop. */
export function startProber(options: ProberOptions): () => void {
	const { probe, startedAt } = options;
	let stopped = false;
	let timer: NodeJS.Timeout | undefined;
	let last: "success" | "failure" | undefined;
	let run = 0;

	const check = async () => {
		const begun = Date.now();
		const outcome = await options.check();
		if (stopped) return;
		count(outcome);
		const spentMs = Date.now() - begun;
		timer = setTimeout(
			check,
			Math.max(0, probe.periodSeconds * 1000 - spentMs),
		);
	};
	const count = (outcome: CheckResult) => {
		run = outcome.result === last ? run + 1 : 1;
		last = outcome.result;
		if (outcome.result === "failure") options.onFailure(outcome.output);
		const threshold =
			outcome.result === "success"
				? probe.successThreshold
				: probe.failureThreshold;
		if (run >= threshold) options.onOutcome(outcome.result);
	};
	const begin = () => {
		if (stopped || timer) return;
		const delayMs =
			startedAt + (probe.initialDelaySeconds ?? 0) * 1000 - Date.now();
		timer = setTimeout(check, Math.max(0, delayMs));
	};
	const fallback = setTimeout(begin, FIRST_CHECK_MS);
	void options.firstChance.then(begin);
	return () => {
		stopped = true;
		clearTimeout(fallback);
		clearTimeout(timer);
	};
}
