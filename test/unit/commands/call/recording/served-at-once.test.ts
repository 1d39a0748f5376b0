import { expect, test } from "vitest";
import type { Timed } from "../../../../../src/cli/recording.ts";
import type { RecordedFact } from "../../../../../src/commands/call/recording/recorded-facts.ts";
import { servedAtOnce } from "../../../../../src/commands/call/recording/served-at-once.ts";

async function* timed(): AsyncGenerator<Timed<RecordedFact>, void> {
	yield { atMs: 10, fact: { kind: "headers", pod: "a/b", metadata: [] } };
	const served = { kind: "unknown" } as const;
	yield { atMs: 60_000, fact: { kind: "served", pod: "a/b", served } };
}

test("a replay does not wait for the schema when the screen was left long after its call", async () => {
	const times: number[] = [];
	for await (const { atMs } of servedAtOnce(timed())) times.push(atMs);
	expect(times).toEqual([10, 10]);
});
