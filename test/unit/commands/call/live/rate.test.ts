import { expect, test } from "vitest";
import {
	rateAt,
	recordSample,
	type Sample,
} from "../../../../../src/commands/call/live/rate.ts";

const sample = (atMs: number, messages: number): Sample => ({
	atMs,
	messages,
	bytes: messages * 10,
});

test.each([
	// During the first second the rate is per whole second; later it covers up to three seconds.
	[[sample(100, 5)], 100, 5],
	[[sample(100, 5), sample(1_900, 5)], 2_000, 5],
	[[sample(100, 5), sample(4_000, 6)], 5_000, 2],
	[[sample(100, 5)], 60_000, 0],
	[[], 0, 0],
])("%j at %i ms is %d a second", (samples, atMs, perSecond) => {
	expect(rateAt(samples, atMs)).toEqual({
		messages: perSecond,
		bytes: perSecond * 10,
	});
});

test("old samples are forgotten", () => {
	const many = Array.from({ length: 1_000 }, (_, index) =>
		sample(index * 100, 1),
	);
	const kept = many.reduce<readonly Sample[]>(recordSample, []);
	expect(kept).toHaveLength(30);
});
