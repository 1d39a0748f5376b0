import { expect, test } from "vitest";
import { humanDuration } from "../../../../../src/sandbox/api/table/duration.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

// k8s.io/apimachinery/pkg/util/duration.
test.each([
	[-3 * SECOND, "<invalid>"],
	[-1 * SECOND, "0s"],
	[0, "0s"],
	[119 * SECOND, "119s"],
	[2 * MINUTE, "2m"],
	[9 * MINUTE + 59 * SECOND, "9m59s"],
	[10 * MINUTE + SECOND, "10m"],
	[179 * MINUTE, "179m"],
	[3 * HOUR, "3h"],
	[7 * HOUR + 5 * MINUTE, "7h5m"],
	[47 * HOUR, "47h"],
	[2 * DAY, "2d"],
	[7 * DAY + 3 * HOUR, "7d3h"],
	[8 * DAY + 3 * HOUR, "8d"],
])("%d ms is %s", (ms, text) => {
	expect(humanDuration(ms)).toBe(text);
});
