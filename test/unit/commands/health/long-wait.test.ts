import { expect, test } from "vitest";
import type { Timed } from "../../../../src/cli/recording.ts";
import type { HealthFact } from "../../../../src/commands/health/facts.ts";
import { waitUntilServing } from "../../../../src/commands/health/wait-until-serving.ts";
import { usedHeapKiB } from "../../used-heap.ts";
import { factsOf, NOT_SERVING, target, WHOLE_SERVER } from "./build.ts";
import { outputOn } from "./output-on.ts";

test("a wait keeps no memory of the changes that it has seen", async () => {
	const changes = factsOf([[target("a"), { answers: { "": NOT_SERVING } }]]);
	const used: number[] = [];
	async function* facts(): AsyncGenerator<Timed<HealthFact>, void> {
		yield { atMs: 0, fact: { kind: "targets-complete" } };
		for (const rounds of [10_000, 30_000]) {
			for (let round = 0; round < rounds; round++)
				for (const fact of changes) yield { atMs: 0, fact };
			used.push(usedHeapKiB());
		}
	}
	const unread = { write: () => true };
	const output = outputOn(unread, unread, { format: { kind: "name" } });
	const { signal } = new AbortController();
	await waitUntilServing(facts(), WHOLE_SERVER, output, signal);
	const [before = 0, after = 0] = used;
	// At a hundred bytes for each change this would be 9,000.
	expect(after - before).toBeLessThan(4_000);
});
