import { describe, expect, it } from "vitest";
import { plainText } from "../../../src/render/span.ts";
import {
	type Mark,
	recordMark,
	type Timeline,
	timelineStrip,
} from "../../../src/render/timeline.ts";

const SERVING: Mark = { letter: "S", tone: "good" };
const NOT_SERVING: Mark = { letter: "N", tone: "bad" };
const GONE: Mark = { letter: "·", tone: "dim" };

const strip = (timeline: Timeline, columns: number) =>
	plainText(timelineStrip(timeline, { fromMs: 0, toMs: 1000 }, columns));

describe("timeline", () => {
	it("holds a mark until the next", () => {
		const timeline = recordMark(recordMark([], 200, SERVING), 600, GONE);
		expect(strip(timeline, 10)).toBe("  SSSS····");
	});

	it("shows a failure that is shorter than a column", () => {
		const failed = recordMark(recordMark([], 0, SERVING), 310, NOT_SERVING);
		const timeline = recordMark(failed, 320, SERVING);
		expect(strip(timeline, 10)).toBe("SSSNSSSSSS");
		expect(timelineStrip(timeline, { fromMs: 0, toMs: 1000 }, 10)[3]).toEqual({
			text: "N",
			tone: "bad",
		});
	});

	it("shows what began before the stretch", () => {
		expect(strip(recordMark([], -5000, SERVING), 3)).toBe("SSS");
	});

	it("keeps changes only, and only so many", () => {
		const twice = recordMark(recordMark([], 0, SERVING), 1, SERVING);
		expect(twice).toHaveLength(1);
		let timeline: Timeline = [];
		for (let atMs = 0; atMs < 1000; atMs++)
			timeline = recordMark(timeline, atMs, atMs % 2 ? SERVING : GONE);
		expect(timeline).toHaveLength(256);
		expect(timeline.at(-1)?.atMs).toBe(999);
	});
});
