import { expect, onTestFinished, test } from "vitest";
import { podOf } from "../../../../src/commands/health/facts.ts";
import { followHealth } from "../../../../src/commands/health/follow.ts";
import type { Questions } from "../../../../src/commands/health/questions.ts";
import { countServing } from "../../../../src/commands/health/serving-count.ts";
import {
	newModel,
	takeSeen,
} from "../../../../src/commands/health/views/live-model.ts";
import { PluginError } from "../../../../src/errors.ts";
import type { PodEvent } from "../../../../src/kubernetes/target.ts";
import { usedHeapKiB } from "../../used-heap.ts";
import { target, WHOLE_SERVER } from "./build.ts";

/**
 * Yields pods that appear and disappear one after the other, so many in each round. In between the followers get a turn of
 * the event loop.
 */
async function* replaced(counts: readonly number[], onRound: () => void) {
	let number = 0;
	for (const count of counts) {
		for (let pod = 0; pod < count; pod++) {
			const one = target(`${number++}`);
			yield { type: "appeared", target: one } satisfies PodEvent;
			await new Promise(setImmediate);
			yield { type: "gone", target: one } satisfies PodEvent;
		}
		onRound();
	}
}

test("no memory is kept for pods that are gone", async () => {
	const ending = new AbortController();
	onTestFinished(() => ending.abort());
	const questions = { concurrency: 16 } as unknown as Questions;
	const open = async () => {
		throw new PluginError("connection-refused", "refused");
	};
	const model = newModel();
	const serving = countServing(WHOLE_SERVER);
	const used: number[] = [];
	const facts = followHealth(
		replaced([1_000, 5_000], () => used.push(usedHeapKiB())),
		questions,
		open,
		ending.signal,
	);
	for await (const fact of facts) {
		takeSeen(model, { atMs: 0, fact }, WHOLE_SERVER, 0);
		serving.update(model.state, podOf(fact));
	}
	expect([model.state.pods.size, model.timelines.size, serving.pods]).toEqual([
		0, 0, 0,
	]);
	const [before = 0, after = 0] = used;
	// At a kilobyte for each pod this would be 5,000.
	expect(after - before).toBeLessThan(2_000);
});
