import type { Timed } from "../../../cli/recording.ts";
import type { RecordedFact } from "./recorded-facts.ts";

/** Facts with what was served at the end of its call: it was asked for when a screen was left, which may be long after, and is nothing to wait for. */
export async function* servedAtOnce(
	facts: AsyncIterable<Timed<RecordedFact>>,
): AsyncGenerator<Timed<RecordedFact>, void> {
	let endMs = 0;
	for await (const { atMs, fact } of facts) {
		if (fact.kind !== "served") endMs = atMs;
		yield { atMs: endMs, fact };
	}
}
