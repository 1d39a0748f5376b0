import type { ExitStatus } from "../../../cli/exit-status.ts";
import { wantsExport } from "../../../cli/export-schema.ts";
import { type PodKey, podKey } from "../../../cli/pod-name.ts";
import { PluginError } from "../../../errors.ts";
import type { Repeat } from "../options.ts";
import { showRepeated } from "../repeat/call-repeatedly.ts";
import type { ServiceShare } from "../repeat/report.ts";
import { callsOf, count, newTally, type PodTally } from "../repeat/tally.ts";
import type { Shown } from "../run-of.ts";
import {
	firstFact,
	type Replayed,
	truncatedRecording,
} from "./recorded-call.ts";

/**
 * Counts the calls of a recording again. For a run that was interrupted, it counts the calls until then.
 * @throws PluginError; after the statistics `bad-input` for a file that is cut short
 */
export async function replayRepeated(
	run: Shown,
	repeat: Repeat,
	{ file, facts }: Replayed,
): Promise<ExitStatus> {
	if (wantsExport(run.args.flags))
		throw new PluginError(
			"usage",
			"a recording of --repeat has no schema that could be written to files",
		);
	const { fact: first } = await firstFact(run, facts);
	if (first?.kind !== "pods") throw truncatedRecording(file);
	const { via, pods } = first;
	const tallies = new Map<string, PodTally>(
		pods.map((pod) => [podKey(pod), newTally(pod)]),
	);
	const tallyOf = (pod: PodTally["pod"]) => {
		// A pod without a tally became an endpoint while the calls ran.
		const tally =
			tallies.get(podKey(pod)) ?? newTally({ ...pod, counted: true });
		tallies.set(podKey(pod), tally);
		return tally;
	};
	const concluded = new Set<PodKey>();
	return showRepeated(run, repeat, async () => ({
		via,
		tallies: () => [...tallies.values()],
		async call(onCall) {
			for await (const { fact } of facts) {
				if (fact.kind === "measured") {
					count(tallyOf(fact.pod), fact);
					onCall(fact);
				} else if (fact.kind === "counted") {
					const tally = tallyOf(fact.pod);
					tally.method = fact.method;
					tally.connections = fact.connections;
					const { unreachable: message, hint } = fact;
					tally.refusal = message === null ? undefined : { message, hint };
					concluded.add(podKey(fact.pod));
				} else throw truncatedRecording(file);
			}
			if ([...tallies.keys()].some((key) => !concluded.has(key)))
				throw truncatedRecording(file);
			if (wasLeft([...tallies.values()], repeat.times, via))
				throw new PluginError("cancelled", "interrupted");
		},
	}));
}

/** Returns whether the recorded run was interrupted: calls are missing, although the pod was reachable. */
function wasLeft(
	tallies: readonly PodTally[],
	times: number,
	via: ServiceShare | null,
): boolean {
	const calls = tallies.map(callsOf);
	if (via !== null) return calls.reduce((sum, one) => sum + one, 0) < times;
	return tallies.some(
		({ refusal }, index) =>
			refusal === undefined && (calls[index] ?? 0) < times,
	);
}
