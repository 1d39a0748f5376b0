import { expect, test } from "vitest";
import { withinTime } from "../../src/abort.ts";

test.each([
	[0.001, "within 1µs"],
	[30, "within 30ms"],
	[1500, "within 1.5s"],
])("%s ms is %s", (timeMs, text) => {
	expect(withinTime(timeMs)).toBe(text);
});
