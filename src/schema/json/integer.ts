import { ScalarType } from "@bufbuild/protobuf";

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
/** More digits than any protobuf integer has. A longer number is refused before its exponent is expanded. */
const MAX_DIGITS = 40;

/**
 * Returns the exact digits of a number that is an integer in any notation (`1e3`, `2.0`), or undefined for anything else.
 * ProtoJSON accepts such numbers, and strings of them, for every integer type.
 */
export function integerDigits(text: string): string | undefined {
	const found = NUMBER.exec(text);
	if (found === null) return undefined;
	const [, sign = "", whole = "", fraction = "", exponent = "0"] = found;
	const shift = Number(exponent) - fraction.length;
	const digits = (whole + fraction).replace(/^0+(?=\d)/, "");
	if (/^0+$/.test(digits)) return "0";
	if (shift >= 0)
		return digits.length + shift > MAX_DIGITS
			? undefined
			: sign + digits + "0".repeat(shift);
	const kept = digits.slice(0, shift);
	return kept !== "" && /^0+$/.test(digits.slice(shift))
		? sign + kept
		: undefined;
}

/** Whether a text is a JSON number. Leading zeros are allowed. */
export function isNumberText(text: string): boolean {
	return NUMBER.test(text);
}

/** The bounds of the integer types, both included. */
const RANGES: ReadonlyMap<ScalarType, readonly [bigint, bigint]> = new Map(
	(
		[
			[-(2n ** 31n), 2n ** 31n - 1n, "INT32", "SINT32", "SFIXED32"],
			[-(2n ** 63n), 2n ** 63n - 1n, "INT64", "SINT64", "SFIXED64"],
			[0n, 2n ** 32n - 1n, "UINT32", "FIXED32"],
			[0n, 2n ** 64n - 1n, "UINT64", "FIXED64"],
		] as const
	).flatMap(([least, most, ...names]) =>
		names.map((name) => [ScalarType[name], [least, most] as const] as const),
	),
);

/** Whether a scalar type is an integer of any kind. */
export function isInteger(scalar: ScalarType): boolean {
	return RANGES.has(scalar);
}

/** Whether an integer type holds the value with these digits. */
export function inRange(scalar: ScalarType, digits: string): boolean {
	const range = RANGES.get(scalar);
	if (range === undefined) return false;
	const value = BigInt(digits);
	return range[0] <= value && value <= range[1];
}
