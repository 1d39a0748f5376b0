import fc from "fast-check";
import { expect, test } from "vitest";
import { floatLiteral } from "../../../src/schema/print/literal.ts";
import { shortestFloat } from "../../../src/schema/shortest-float.ts";

test.each([
	[0.1, "0.1"],
	[16777216, "16777216"],
	[1.17549435e-38, "1.1754944e-38"],
	[-0, "-0"],
	[0, "0"],
	[Number.NaN, "nan"],
	[Number.NEGATIVE_INFINITY, "-inf"],
])("%d is written %s", (value, expected) => {
	expect(floatLiteral(value)).toBe(expected);
});

test("is the same float, sign of zero and all", () => {
	fc.assert(
		fc.property(fc.float(), (value) => {
			expect(Math.fround(shortestFloat(value))).toBe(value);
		}),
	);
});
