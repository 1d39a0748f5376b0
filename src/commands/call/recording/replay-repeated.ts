import type { ExitStatus } from "../../../cli/exit-status.ts";
import type { Repeat } from "../options.ts";
import { showRepeated } from "../repeat/call-repeatedly.ts";
import { count, newTally, type PodTally } from "../repeat/tally.ts";
import type { Shown } from "../run-of.ts";
import { podKey } from "./recorded-facts.ts";
import { cutShort, type Replayed } from "./replay-call.ts";

/** Counts the calls of a recording again. @throws PluginError */
export async function replayRepeated(
	run: Shown,
	repeat: Repeat,
	{ file, facts }: Replayed,
): Promise<ExitStatus> {
	const first = await facts.next();
	if (first.done === true || first.value.fact.kind !== "pods")
		throw cutShort(file);
	const { via, pods } = first.value.fact;
	const tallies = new Map<string, PodTally>(
		pods.map((pod) => [podKey(pod), newTally(pod)]),
	);
	const tallyOf = (pod: PodTally["pod"]) => {
		const tally = tallies.get(podKey(pod)) ?? newTally(pod);
		tallies.set(podKey(pod), tally);
		return tally;
	};
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
					tally.connections = fact.connections;
					tally.unreachable = fact.unreachable ?? undefined;
				} else throw cutShort(file);
			}
		},
	}));
}
