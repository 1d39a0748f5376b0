import type { Probe } from "../objects/pod.ts";
import type { ContainerRuntime } from "./container.ts";
import { type CheckTarget, runCheck } from "./probe/check.ts";
import { startProber } from "./probe/prober.ts";
import type { Supervision } from "./supervise.ts";

/** A container that does not listen after this time is not expected to. */
const PATIENCE_MS = 5000;

type ProbeKind = "Startup" | "Readiness" | "Liveness";

/** Receives the result that a probe's thresholds confirm. `stop` ends the probe. */
type OnOutcome = (outcome: "success" | "failure", stop: () => void) => void;

type ProbingOptions = {
	readonly container: ContainerRuntime;
	readonly target: CheckTarget;
	readonly changed: Supervision["changed"];
	readonly event: Supervision["event"];
	/** Reports a check whose result may not change the status yet. */
	readonly progressed: () => void;
	/** Stops the container after a failed startup or liveness probe. Its restart policy then applies. */
	readonly kill: (probe: Probe, reason: string) => void;
	/** While the pod is being deleted, liveness and startup probes have no effect. */
	readonly isTerminating: () => boolean;
};

/**
 * Probes a container that has just started: first the startup probe, then readiness and liveness at the same time. Sets its `started`
 * and `ready`. Returns the function that stops the probes.
 */
export function startProbing(options: ProbingOptions): () => void {
	const { container, changed } = options;
	const { startupProbe, readinessProbe, livenessProbe } = container.spec;
	const stops: (() => void)[] = [];
	const begin = () => {
		container.started = true;
		container.startup.resolve();
		container.ready = readinessProbe === undefined;
		container.probed ||= readinessProbe === undefined;
		if (readinessProbe)
			stops.push(probe(options, "Readiness", readinessProbe, setReady));
		if (livenessProbe)
			stops.push(probe(options, "Liveness", livenessProbe, killOnFailure));
	};
	const setReady: OnOutcome = (outcome) => {
		container.ready = outcome === "success";
		changed();
	};
	const killOnFailure: OnOutcome = (outcome, stop) => {
		if (outcome === "success" || !livenessProbe || options.isTerminating())
			return;
		stop();
		options.kill(livenessProbe, "failed liveness probe");
	};
	if (!startupProbe) begin();
	else
		stops.push(
			probe(options, "Startup", startupProbe, (outcome, stop) => {
				stop();
				if (outcome === "success") begin();
				else options.kill(startupProbe, "failed startup probe");
				changed();
			}),
		);
	return () => {
		for (const stop of stops) stop();
	};
}

function probe(
	options: ProbingOptions,
	kind: ProbeKind,
	spec: Probe,
	onOutcome: OnOutcome,
): () => void {
	const { container, target, isTerminating } = options;
	const listening = container.process?.listening ?? Promise.resolve();
	const evidence = gatherEvidence(listening);
	const stop = startProber({
		probe: spec,
		check: () => {
			evidence.begin();
			return runCheck(spec, target, spec.timeoutSeconds * 1000);
		},
		startedAt: Date.now(),
		firstChance: listening,
		onFailure: (output) => {
			if (isTerminating() && kind !== "Readiness") return "in-a-period";
			const verdict = evidence.failure();
			container.probed ||= verdict === "convincing";
			const message = `${kind} probe failed: ${output}`;
			options.event("Warning", "Unhealthy", message);
			options.progressed();
			// Only a readiness probe may check again at once: for the others an extra failure could restart the container.
			return verdict === "first" && kind === "Readiness"
				? "at-once"
				: "in-a-period";
		},
		onOutcome: (outcome) => {
			container.probed ||= outcome === "success";
			onOutcome(outcome, () => stop());
		},
	});
	return () => {
		evidence.close();
		stop();
	};
}

/**
 * Decides when a failed check counts. A check that began before the process could listen does not. The first failure after that may be
 * caused by a busy machine.
 */
function gatherEvidence(listening: Promise<void>) {
	let hadChance = false;
	let telling = false;
	let failures = 0;
	const giveChance = () => {
		hadChance = true;
	};
	const patience = setTimeout(giveChance, PATIENCE_MS);
	void listening.then(giveChance);
	return {
		begin: () => {
			telling = hadChance;
		},
		failure: (): "nothing" | "first" | "convincing" => {
			if (!telling) return "nothing";
			failures++;
			return failures === 1 ? "first" : "convincing";
		},
		close: () => clearTimeout(patience),
	};
}
