import type { DescMessage } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { EVERYTHING, faultIn, LEGACY } from "../everything.ts";

const fault = (input: string, desc: DescMessage = EVERYTHING) =>
	faultIn(desc, input, { format: "text" });

it("comes with the names that there are, where none is near and they are few", async () => {
	expect(await fault("what: 1", LEGACY)).toMatch(
		/ has no field "what" \| there are: id, with_default, .*next/,
	);
	expect(await fault('id: "x" [no.such]: 1', LEGACY)).toMatch(
		/ has no field "\[no.such\]" \| there are: \[everything.v1.serial\]/,
	);
	expect(await fault('id: "x" shape: OVAL', LEGACY)).toMatch(
		/got "OVAL" \| there are: SHAPE_\w+, SHAPE_SQUARE/,
	);
});

describe("a fault in the text format", () => {
	it.each([
		["nope: 1", '-d:1:1: everything.v1.Everything has no field "nope"'],
		[
			"children { 3: 1 }",
			"-d:1:12: children[0]: a field is given by its name, not by its number | 3 is an_int32",
		],
		[
			"a_bool: true 9999 { }",
			"-d:1:14: a field is given by its name, not by its number",
		],
		[
			"aBool: true",
			'-d:1:1: everything.v1.Everything has no field "aBool" | did you mean "a_bool"?',
		],
		[
			"child {\n  colur: 1\n}",
			'-d:2:3: child: everything.v1.Everything has no field "colur" | did you mean "colour"?',
		],
		[
			"colour: COLOUR_REDD",
			'-d:1:9: colour: expected a value of everything.v1.Colour, got "COLOUR_REDD" | did you mean "COLOUR_RED"?',
		],
		[
			'children { } children { an_int32: "x" }',
			'-d:1:35: children[1].an_int32: expected an integer within the range of int32, got "\\"x\\""',
		],
		[
			"children [{ }, { an_int32: 5000000000 }]",
			'-d:1:28: children[1].an_int32: expected an integer within the range of int32, got "5000000000"',
		],
		[
			"packed: [1, 2, x]",
			'-d:1:16: packed[2]: expected an integer within the range of int32, got "x"',
		],
		[
			'messages { key: "a" value { a_bool: 7 } }',
			'-d:1:37: messages[0].value.a_bool: expected true or false, got "7"',
		],
		[
			"by_int32 { key: x }",
			'-d:1:17: by_int32[0].key: expected an integer, got "x"',
		],
		[
			"by_int32 { kay: 1 }",
			'-d:1:12: by_int32[0]: unknown field "kay" in map entry',
		],
		[
			"any { [x/everything.v1.Legacy] { id: 5 } }",
			'-d:1:38: any.[x/everything.v1.Legacy].id: expected a string, got "5"',
		],
		[
			"a_bool: true a_bool: true",
			'-d:1:14: non-repeated field "a_bool" is repeated',
		],
		["a_bool true", '-d:1:1: expected ":" before value of field "a_bool"'],
		["child {", '-d:1:8: child: unexpected end of input, expected "}"'],
		["a_string:", "-d:1:10: a_string: expected a string, got end of input"],
		['a_string: "abc', "-d:1:11: a_string: unterminated string"],
		[
			"# only\nan_int32: 08",
			'-d:2:11: an_int32: expected an integer within the range of int32, got "08"',
		],
		["a_bool: true }", '-d:1:14: expected a field name, got "}"'],
		["child { ".repeat(10_000), /messages nest more than 100 deep$/],
		[
			"a_bool: true\x1e\na_bul: true",
			/^-d:2:1: everything.v1.Everything has no field "a_bul"/,
		],
	])("%s", async (input, expected) => {
		const given = await fault(input);
		if (typeof expected === "string") expect(given).toBe(expected);
		else expect(given).toMatch(expected);
	});

	it("is found in groups and extensions", async () => {
		expect(
			await fault('id: "x" Detail { numbers: 1 numbers: x }', LEGACY),
		).toMatch(/^-d:1:38: Detail.numbers\[1\]: expected an integer/);
		expect(await fault('id: "x" [everything.v1.serial]: "y"', LEGACY)).toMatch(
			/^-d:1:33: \[everything.v1.serial\]: expected an integer within the range of int64/,
		);
		expect(await fault('id: "x" [everything.v1.serail]: 1', LEGACY)).toBe(
			'-d:1:30: everything.v1.Legacy has no field "[everything.v1.serail]" | did you mean "[everything.v1.serial]"?',
		);
	});

	it("is a required field that is missing", async () => {
		expect(await fault("", LEGACY)).toBe("read 0");
		expect(await fault("with_default: 1", LEGACY)).toMatch(
			/^-d:1:1: .*required field/,
		);
	});
});
