import { startDeadline, untilAborted } from "../../abort.ts";
import type { Timed } from "../../cli/recording.ts";
import { PluginError } from "../../errors.ts";
import { formatDuration } from "../../render/duration.ts";
import type { HealthFact, TargetWithoutPods } from "./facts.ts";

/** The hint for pods that the API server had not listed when a wait was over. */
export const MORE_TIME_HINT =
	"a longer --wait gives the API server the time to answer";

/**
 * Passes on the facts of a run whose first fact has to come within `timeoutMs` milliseconds. Until then nothing is known about
 * the pods.
 * @throws PluginError `deadline` if the time is over, or the facts end, before the first fact
 */
export async function* begunWithin(
	timeoutMs: number,
	facts: AsyncGenerator<HealthFact, void>,
	signal: AbortSignal,
): AsyncGenerator<HealthFact, void> {
	const deadline = startDeadline(timeoutMs, signal, () => notListed(timeoutMs));
	const first = await untilAborted(facts.next(), deadline.signal).finally(
		deadline.end,
	);
	if (first.done === true) {
		if (signal.aborted) return;
		throw notListed(timeoutMs);
	}
	try {
		yield first.value;
		yield* facts;
	} finally {
		await facts.return();
	}
}

const notListed = (timeoutMs: number): PluginError =>
	new PluginError(
		"deadline",
		`no pods were listed within ${formatDuration(timeoutMs)}`,
		{ hint: [MORE_TIME_HINT] },
	);

/**
 * Passes on the facts of a recorded run.
 * @throws PluginError `cancelled` if there are none, because the run was interrupted before any pod was listed
 */
export async function* begun(
	facts: AsyncIterable<Timed<HealthFact>>,
): AsyncGenerator<Timed<HealthFact>, void> {
	let seen: "nothing" | "something" = "nothing";
	for await (const fact of facts) {
		seen = "something";
		yield fact;
	}
	if (seen === "nothing") throw new PluginError("cancelled", "interrupted");
}

/**
 * Passes on the facts of a recorded run that followed pods. If it ended before all pods were listed, a last fact says so: the pods known by
 * then are not enough for a verdict.
 */
export async function* listedInFull(
	facts: AsyncIterable<Timed<HealthFact>>,
): AsyncGenerator<Timed<HealthFact>, void> {
	let pods: "some" | "all" = "some";
	let lacking: readonly TargetWithoutPods[] = [];
	let lastMs = 0;
	for await (const timed of facts) {
		const { atMs, fact } = timed;
		lastMs = atMs;
		if (fact.kind === "targets-complete") pods = "all";
		if (fact.kind === "targets-without-pods") lacking = fact.targets;
		yield timed;
	}
	if (pods === "all") return;
	const targets = [...lacking, CUT];
	yield { atMs: lastMs, fact: { kind: "targets-without-pods", targets } };
}

const CUT: TargetWithoutPods = {
	origin: "targets not listed yet",
	code: "deadline",
	message: "the recorded run was over before all pods were listed",
	hint: [],
};
