import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bar } from "../../../../src/render/charts/bar.ts";
import { sparkline } from "../../../../src/render/charts/sparkline.ts";
import {
	type Mark,
	recordMark,
	type Timeline,
	timelineStrip,
} from "../../../../src/render/charts/timeline.ts";
import { columnsOf, plainText } from "../../../../src/render/span.ts";

describe("sparkline", () => {
	it.each([
		[[0, 1, 2, 3, 4, 5, 6, 7], 8, undefined, "▁▂▃▄▅▆▇█"],
		[[1, 1], 4, undefined, "  ██"],
		[[0, 0], 2, undefined, "▁▁"],
		[[1, 2, 3], 2, undefined, "▆█"],
		[[5, undefined, 5], 3, 10, "▅ ▅"],
		[[50, -1, Number.NaN], 3, 10, "█▁ "],
		[[], 3, undefined, "   "],
		[[1], 0, undefined, ""],
	])("%j in %i columns up to %s is %j", (values, columns, max, text) => {
		expect(sparkline(values, columns, max)).toBe(text);
	});
});

describe("bar", () => {
	it.each([
		[1, 4, "████"],
		[0.5, 4, "██  "],
		[0.99, 22, "█████████████████████▊"],
		[0.001, 4, "▏   "],
		[0, 4, "    "],
		[2, 2, "██"],
		[Number.NaN, 2, "  "],
	])("%d in %i columns is %j", (share, columns, text) => {
		expect(bar(share, columns)).toBe(text);
	});

	it("fills its columns, whatever the share", () => {
		fc.assert(
			fc.property(fc.double(), fc.nat(40), (share, columns) => {
				expect(columnsOf(bar(share, columns))).toBe(columns);
			}),
		);
	});
});

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
