import { ScalarType } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inRange, integerDigits } from "../../../../src/schema/json/integer.ts";

describe("a number that is an integer", () => {
	it.each([
		["0", "0"],
		["-0", "0"],
		["0e5", "0"],
		["0.000", "0"],
		["007", "7"],
		["-5", "-5"],
		["1e3", "1000"],
		["1.5e1", "15"],
		["2.0", "2"],
		["1200e-2", "12"],
		["-12.50e2", "-1250"],
		["9007199254740993", "9007199254740993"],
	])("%s is %s", (text, digits) => {
		expect(integerDigits(text)).toBe(digits);
	});

	it.each([
		"1.5",
		"1e-1",
		"12e-2",
		"",
		"-",
		"0x10",
		"1_000",
		" 1",
		"+1",
		"NaN",
		"1e99",
		"1e999999999",
		".5",
		"5.",
	])("%s is none", (text) => {
		expect(integerDigits(text)).toBeUndefined();
	});

	it("is exact however its point is moved", () => {
		fc.assert(
			fc.property(
				fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
				fc.nat({ max: 12 }),
				(value, shift) => {
					expect(BigInt(integerDigits(`${value}e0`) ?? "x")).toBe(value);
					const moved = `${value}${"0".repeat(shift)}e-${shift}`;
					expect(BigInt(integerDigits(moved) ?? "x")).toBe(value);
				},
			),
		);
	});

	it("is within the range of its type", () => {
		expect(inRange(ScalarType.INT32, "2147483647")).toBe(true);
		expect(inRange(ScalarType.INT32, "2147483648")).toBe(false);
		expect(inRange(ScalarType.FIXED64, "18446744073709551615")).toBe(true);
		expect(inRange(ScalarType.UINT32, "-1")).toBe(false);
		expect(inRange(ScalarType.STRING, "1")).toBe(false);
	});
});
