import type { Probe } from "../objects/pod.ts";
import type { ContainerRuntime } from "./container.ts";
import { type CheckTarget, runCheck } from "./probe/check.ts";
import { startProber } from "./probe/prober.ts";
import type { Supervision } from "./supervise.ts";

/** A container that has not listened after this long will not. */
const PATIENCE_MS = 5000;

type ProbeKind = "Startup" | "Readiness" | "Liveness";

/** What a probe's thresholds have decided; `stop` ends the probing. */
type OnOutcome = (outcome: "success" | "failure", stop: () => void) => void;

type ProbingOptions = {
	readonly container: ContainerRuntime;
	readonly target: CheckTarget;
	readonly changed: Supervision["changed"];
	readonly event: Supervision["event"];
	/** A check was made; what it said may not show in the status yet. */
	readonly progressed: () => void;
	/** A failed startup or liveness probe: the container is to be stopped, and restarted by its policy. */
	readonly kill: (probe: Probe, reason: string) => void;
	/** Liveness and startup probes are silent once the pod is being deleted. */
	readonly isTerminating: () => boolean;
};

/**
 * Probes a container that has just started: startup first, then readiness and liveness side by side, and keeps its `started` and
 * `ready`. Gives the way to stop.
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
			// Only a readiness probe may look twice: the others' thresholds have consequences.
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
 * When a failing check may be believed: what begins before the process could listen says nothing, and the first failure after that may
 * be a busy machine's.
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
