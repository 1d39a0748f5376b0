import { concurrently } from "../../cli/concurrently.ts";
import { toPluginError } from "../../errors.ts";
import type { PodTarget } from "../../kubernetes/target.ts";
import { askOnce } from "./ask.ts";
import { type FailureFact, type HealthFact, podKey } from "./facts.ts";
import type { OpenChannelTo, Questions } from "./questions.ts";

/** Asks every target once and yields the facts as they come. One pod's trouble is a fact about that pod. */
export async function* collectHealth(
	targets: readonly PodTarget[],
	questions: Questions,
	open: OpenChannelTo,
	signal: AbortSignal,
): AsyncGenerator<HealthFact, void> {
	for (const target of targets) yield { kind: "target", target };
	yield { kind: "targets-complete" };
	yield* concurrently(
		targets.filter(canBeAsked),
		questions.concurrency,
		(target) => collectPod(target, questions, open, signal),
	);
}

/** Whether there is anything to dial: a running pod and a known port. */
export function canBeAsked(target: PodTarget): boolean {
	return target.pod.unreachable === undefined && target.port.kind === "chosen";
}

async function* collectPod(
	target: PodTarget,
	questions: Questions,
	open: OpenChannelTo,
	signal: AbortSignal,
): AsyncGenerator<HealthFact, void> {
	const pod = podKey(target.pod);
	try {
		const channel = await open(target, signal);
		try {
			yield { kind: "connected", pod, transport: channel.transport };
			yield* askOnce({ target, channel, questions, signal });
		} finally {
			channel.close();
		}
	} catch (caught) {
		if (signal.aborted) throw caught;
		yield { kind: "unreachable", pod, failure: failureOf(caught) };
	}
}

/** Anything caught, as what a recording may hold of it. A bug of ours is no fact about a pod and goes on up. */
export function failureOf(caught: unknown): FailureFact {
	const { code, message, hint } = toPluginError(caught);
	if (code === "internal") throw caught;
	return { code, message, hint };
}
