import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { describe, expect, it } from "vitest";
import { findWireFault } from "../../../../src/schema/wire/find-wire-fault.ts";
import { DELIMITED, EVERYTHING, LEGACY, registry } from "../everything.ts";

const fault = (hex: string, desc = EVERYTHING) =>
	findWireFault(desc, Buffer.from(hex.replaceAll(" ", ""), "hex"), registry);

describe("bytes that are no message of the type", () => {
	it.each([
		["ff", "at byte 1 of 1: it breaks off"],
		["72 05 41", "in the field a_string, at byte 3 of 3: it breaks off"],
		[
			"72 02 ff fe",
			"in the field a_string, at byte 4 of 4: the string is not UTF-8",
		],
		[
			"70 02",
			"in the field a_string, at byte 1 of 2: a varint where length-delimited bytes should be: a field of another type",
		],
		[
			"1a 01 00",
			"in the field an_int32, at byte 1 of 3: length-delimited bytes where a varint should be: a field of another type",
		],
		["18 80", "in the field an_int32, at byte 2 of 2: it breaks off"],
		["11 00", "in the field a_double, at byte 2 of 2: it breaks off"],
		[
			"8a 01 03 8a 01 05",
			"in the field child.child, at byte 6 of 6: it breaks off",
		],
		[
			"aa 01 02 80 80 01",
			"in the field packed, at byte 6 of 6: a packed number is longer than its list",
		],
		[
			"92 03 03 0a 01 01",
			"in the field by_int32, at byte 4 of 6: length-delimited bytes where a varint should be: a field of another type",
		],
		["07", "at byte 1 of 1: no field begins so"],
		["04", "at byte 1 of 1: no field begins so"],
		["f8 3f", "at byte 2 of 2: it breaks off"],
		["fb 3f 08", "at byte 3 of 3: it breaks off"],
	])("%s", (hex, expected) => {
		expect(fault(hex)).toBe(expected);
	});

	it("are groups that do not end, or end as another", () => {
		expect(fault("2b 0a 01 61", LEGACY)).toBe(
			"in the field detail, at byte 4 of 4: a group that does not end",
		);
		expect(fault("2b 34", LEGACY)).toMatch(
			/the end of a group that was not begun$/,
		);
		expect(fault("0b 0a 01 61 0c", DELIMITED)).toBeUndefined();
		expect(fault("0a 03 0a 01 61", DELIMITED)).toMatch(
			/^in the field part, .*where a group should be/,
		);
	});

	it("are extensions of another type than the schema's", () => {
		expect(fault("a2 06 01 61", LEGACY)).toMatch(
			/^in the field serial, .*where a varint should be/,
		);
	});

	it("nest without end, by length or by group, known or unknown", () => {
		let body = new Uint8Array();
		for (let depth = 0; depth < 10_000; depth++)
			body = new BinaryWriter()
				.tag(17, WireType.LengthDelimited)
				.bytes(body)
				.finish();
		expect(findWireFault(EVERYTHING, body, registry)).toMatch(
			/^in the field child.*messages nest more than 100 deep$/,
		);
		expect(fault("0b".repeat(10_000), DELIMITED)).toMatch(/^in the field part/);
		expect(fault("fb3f".repeat(10_000))).toMatch(
			/messages nest more than 100 deep$/,
		);
	});
});

describe("bytes that are a message of the type", () => {
	it.each([
		["", "nothing"],
		["f8 3f 05", "an unknown field"],
		["fb 3f 08 01 fc 3f", "an unknown group"],
		["a8 01 05 aa 01 01 05", "a packed list and one that is not"],
		["92 03 00", "an entry of a map without key and value"],
	])("%s: %s", (hex, _what) => {
		expect(fault(hex)).toBeUndefined();
	});
});
