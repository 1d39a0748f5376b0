import type { Timed } from "../../../cli/recording.ts";
import type { RecordedFact } from "./recorded-facts.ts";

/**
 * Yields the facts, with `served` at the time of the call's end. The recorded run asked for it when the user left the screen,
 * which may be much later, and a replay does not wait for it.
 */
export async function* servedAtOnce(
	facts: AsyncIterable<Timed<RecordedFact>>,
): AsyncGenerator<Timed<RecordedFact>, void> {
	let endMs = 0;
	for await (const { atMs, fact } of facts) {
		if (fact.kind !== "served") endMs = atMs;
		yield { atMs: endMs, fact };
	}
}
