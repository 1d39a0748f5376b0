import type { DescMessage } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import type { RequestOptions } from "../../../../src/schema/codec.ts";
import { errorOf } from "../../plugin-error.ts";
import {
	DELIMITED,
	EVERYTHING,
	faultIn,
	LEGACY,
	messageType,
	readAll,
} from "../everything.ts";

const fault = (
	input: string | Uint8Array,
	desc: DescMessage = EVERYTHING,
	options: Partial<RequestOptions> = {},
) => faultIn(desc, input, options);

const deep = (open: string, times: number, close: string): string =>
	open.repeat(times) + close.repeat(times);

describe("JSON that breaks off or is none", () => {
	it.each([
		[
			"{",
			"-d:1:2: the input ends where a field name in double quotes was expected",
		],
		['{"aString":"x"', '-d:1:15: the input ends where "," or "}" was expected'],
		[
			'{"child":{"aString":',
			"-d:1:21: child.aString: the input ends where a JSON value was expected",
		],
		['{"aString":"abc', "-d:1:12: aString: a string that is not closed"],
		[
			'{"strings":["a",',
			"-d:1:17: strings[1]: the input ends where a JSON value was expected",
		],
		['{"aBool":tru}', '-d:1:10: aBool: expected a JSON value, got "tru"'],
		['{"aBool" true}', '-d:1:10: aBool: expected ":", got "true"'],
		['{"aBool":true "x"}', '-d:1:15: expected "," or "}", got "\\""'],
		[
			"{'aBool':true}",
			'-d:1:2: expected a field name in double quotes, got "\'" | JSON strings are in double quotes',
		],
		[
			"{\"aString\":'x'}",
			'-d:1:12: aString: expected a JSON value, got "\'" | JSON strings are in double quotes',
		],
		[
			'{"aDouble":NaN}',
			'-d:1:12: aDouble: expected a JSON value, got "NaN" | write "NaN", "Infinity" or "-Infinity", in double quotes',
		],
		["{aBool:true}", '-d:1:2: the field name "aBool" is not in double quotes'],
		['{"anInt32":01}', '-d:1:12: anInt32: expected a JSON value, got "01"'],
		[
			'{"aBool":true,}',
			'-d:1:15: expected a field name in double quotes, got "}" | the comma before it is one too many',
		],
		[
			'{"strings":["a", ]}',
			'-d:1:18: strings[1]: expected a JSON value, got "]" | the comma before it is one too many',
		],
		[
			'{"aBool":true // so\n}',
			'-d:1:15: expected "," or "}", got "/" | JSON has no comments',
		],
		[
			"# yes\n{}",
			'-d:1:1: expected a JSON value, got "#" | JSON has no comments',
		],
		['{"aString":/tmp/x}', '-d:1:12: aString: expected a JSON value, got "/"'],
		['{"aString":#f00}', '-d:1:12: aString: expected a JSON value, got "#"'],
		[
			'{"aBool":/* so */true}',
			'-d:1:10: aBool: expected a JSON value, got "/" | JSON has no comments',
		],
		[
			"{“aBool”:true}",
			'-d:1:2: expected a field name in double quotes, got "“" | JSON strings are in double quotes',
		],
		[
			'{"aString":"a\nb"}',
			"-d:1:14: aString: a string goes over the end of its line; write \\n",
		],
		['{"aString":"a\\xb"}', "-d:1:14: aString: no JSON escape: \\x"],
		["}", '-d:1:1: expected a JSON value, got "}"'],
		[
			"{}\n{},",
			'-d:2:3: expected a JSON value, got "," | requests are given one after the other: {…} {…}',
		],
		['{"a":1]', '-d:1:7: expected "," or "}", got "]"'],
	])("%s", async (input, expected) => {
		expect(await fault(input)).toBe(expected);
	});

	it("is bounded in depth where it is of no type", async () => {
		const struct = `{"struct":${'{"a":'.repeat(150)}1${"}".repeat(150)}}`;
		expect(await fault(struct)).toBe(
			"-d:1:11: struct: messages nest more than 100 deep",
		);
		const list = `{"value":${"[".repeat(90)}${"]".repeat(90)}}`;
		expect(await fault(list)).toBe("read 1");
	});

	it("is bounded in depth, whatever comes", async () => {
		expect(await fault("[".repeat(10_000))).toMatch(
			/nested more than 200 deep$/,
		);
		expect(await fault(deep('{"child":', 10_000, "}"))).toMatch(
			/nested more than 200 deep$/,
		);
		expect(
			await fault(`${'{"child":'.repeat(101)}{}${"}".repeat(101)}`),
		).toMatch(/^-d:1:901: …[.child]+: messages nest more than 100 deep$/);
		expect(await fault(`${'{"child":'.repeat(99)}{}${"}".repeat(99)}`)).toBe(
			"read 1",
		);
	});
});

describe("a value that its field does not take", () => {
	it.each([
		[
			'{"aString":5}',
			'-d:1:12: a_string: expected a string, got 5 | write it in quotes: "5"',
		],
		[
			'{"a_string":5}',
			'-d:1:13: a_string: expected a string, got 5 | write it in quotes: "5"',
		],
		[
			'{"child":{\n "strings":["a",\n  7]}}',
			'-d:3:3: child.strings[1]: expected a string, got 7 | write it in quotes: "7"',
		],
		[
			'{"messages":{"x y":{"anInt32":"z"}}}',
			'-d:1:31: messages["x y"].an_int32: expected an integer within the range of int32, got "z"',
		],
		[
			'{"anInt32":1.5}',
			"-d:1:12: an_int32: expected an integer within the range of int32, got 1.5",
		],
		[
			'{"anInt32":2147483648}',
			"-d:1:12: an_int32: expected an integer within the range of int32, got 2147483648",
		],
		[
			'{"aUint32":-1}',
			"-d:1:12: a_uint32: expected an integer within the range of uint32, got -1",
		],
		[
			'{"anInt32":"0x10"}',
			'-d:1:12: an_int32: expected an integer within the range of int32, got "0x10"',
		],
		[
			'{"anInt64":9223372036854775808}',
			"-d:1:12: an_int64: expected an integer within the range of int64, got 9223372036854775808",
		],
		[
			'{"anInt64":1e999999999}',
			"-d:1:12: an_int64: expected an integer within the range of int64, got 1e999999999",
		],
		[
			'{"aUint64":"18446744073709551616"}',
			'-d:1:12: a_uint64: expected an integer within the range of uint64, got "18446744073709551616"',
		],
		[
			'{"aFloat":1e39}',
			"-d:1:11: a_float: expected a number within the range of float, got 1e39",
		],
		[
			'{"aDouble":1e400}',
			"-d:1:12: a_double: expected a number within the range of double, got 1e400",
		],
		[
			'{"aDouble":"0x10"}',
			'-d:1:12: a_double: expected a number within the range of double, got "0x10"',
		],
		['{"aBool":"true"}', '-d:1:10: a_bool: expected true or false, got "true"'],
		[
			'{"someBytes":"!!"}',
			'-d:1:14: some_bytes: expected a string of base64, got "!!"',
		],
		[
			'{"child":[]}',
			"-d:1:10: child: expected an object for everything.v1.Everything, got an array",
		],
		['{"strings":"a"}', '-d:1:12: strings: expected an array, got "a"'],
		['{"byString":[]}', "-d:1:13: by_string: expected an object, got an array"],
		['{"strings":[null]}', "-d:1:13: strings[0]: expected a string, got null"],
		[
			'{"byString":{"a":null}}',
			'-d:1:18: by_string["a"]: expected a string, got null',
		],
		[
			'{"byInt32":{"x":"y"}}',
			'-d:1:13: by_int32: expected an integer within the range of int32 as a key, got "x"',
		],
		[
			'{"byUint64":{"-1":"y"}}',
			'-d:1:14: by_uint64: expected an integer within the range of uint64 as a key, got "-1"',
		],
		[
			'{"byBool":{"yes":"y"}}',
			'-d:1:12: by_bool: expected true or false as a key, got "yes"',
		],
		[
			'{"colour":"COLOUR_REDD"}',
			'-d:1:11: colour: expected a value of everything.v1.Colour, got "COLOUR_REDD" | did you mean "COLOUR_RED"?',
		],
		[
			'{"colours":["COLOUR_RED",{}]}',
			"-d:1:26: colours[1]: expected a value of everything.v1.Colour, got an object",
		],
		[
			'{"timestamp":"2026-02-30T00:00:00Z"}',
			'-d:1:14: timestamp: expected a time such as "2026-01-31T12:00:00Z", got "2026-02-30T00:00:00Z"',
		],
		[
			'{"duration":"1h"}',
			'-d:1:13: duration: expected a duration such as "1.5s", got "1h"',
		],
		[
			'{"duration":"1.5sx"}',
			'-d:1:13: duration: expected a duration such as "1.5s", got "1.5sx"',
		],
		[
			'{"duration":"1.0123456789s"}',
			'-d:1:13: duration: expected a duration such as "1.5s", got "1.0123456789s"',
		],
		[
			'{"mask":"a_b"}',
			'-d:1:9: mask: expected field paths such as "user.name,user.id", got "a_b"',
		],
		[
			'{"mask":{"paths":["aB"]}}',
			'-d:1:9: mask: expected field paths such as "user.name,user.id", got an object',
		],
		[
			'{"mask":{"paths":"a"}}',
			'-d:1:9: mask: expected field paths such as "user.name,user.id", got an object',
		],
		[
			'{"mask":{"paths":[1]}}',
			'-d:1:9: mask: expected field paths such as "user.name,user.id", got an object',
		],
		[
			'{"mask":{"paths":["a,b"]}}',
			'-d:1:9: mask: expected field paths such as "user.name,user.id", got an object',
		],
		[
			'{"mask":{"path":["a"]}}',
			'-d:1:9: mask: expected field paths such as "user.name,user.id", got an object',
		],
		[
			'{"mask":{"paths":["a"],"more":1}}',
			'-d:1:9: mask: expected field paths such as "user.name,user.id", got an object',
		],
		[
			'{"wrappedInt64":"x"}',
			'-d:1:17: wrapped_int64: expected an integer within the range of int64, got "x"',
		],
		['{"struct":[]}', "-d:1:11: struct: expected an object, got an array"],
		[
			'{"value":[1,{"a":-1e400}]}',
			"-d:1:18: value: expected a number within the range of double, got -1e400",
		],
		[
			'{"list":[1e400]}',
			"-d:1:10: list: expected a number within the range of double, got 1e400",
		],
		[
			'{"aString":"\\ud800"}',
			'-d:1:12: a_string: expected a string, got "\\ud800" | it has half a character: \\ud800 to \\udbff is followed by \\udc00 to \\udfff',
		],
		["5", "-d:1:1: expected an object for everything.v1.Everything, got 5"],
		[
			"null",
			"-d:1:1: expected an object for everything.v1.Everything, got null",
		],
		[
			"[{},{}]",
			"-d:1:1: expected an object for everything.v1.Everything, got an array | requests are given one after the other: {…} {…}",
		],
		[
			"{},{}",
			'-d:1:3: expected a JSON value, got "," | requests are given one after the other: {…} {…}',
		],
	])("%s", async (input, expected) => {
		expect(await fault(input)).toBe(expected);
	});
});

describe("fields that are not there, or there twice", () => {
	it.each([
		[
			'{"aStrin":"x"}',
			'-d:1:2: everything.v1.Everything has no field "aStrin" | did you mean "aString"?',
		],
		[
			'{"child":{"colur":1}}',
			'-d:1:11: child: everything.v1.Everything has no field "colur" | did you mean "colour"?',
		],
		[
			'{"aBool":true,"aBool":false}',
			'-d:1:15: "aBool" is given more than once',
		],
		[
			'{"aBool":true,"a_bool":false}',
			'-d:1:15: "a_bool" is given by its other name too',
		],
		[
			'{"byInt32":{"1":"a","01":"b"}}',
			'-d:1:21: by_int32: the key "01" is given more than once',
		],
		[
			'{"chosenLong":1,"chosenString":"x"}',
			'-d:1:17: "chosenString" is the second field of the oneof "choice", which holds one',
		],
	])("%s", async (input, expected) => {
		expect(await fault(input)).toBe(expected);
	});

	it("are left out when unknown fields are allowed, values of enums not", async () => {
		const allow = { unknownFields: "allow" } as const;
		expect(
			await fault('{"nope":{"x":[1]},"child":{"nope":1}}', EVERYTHING, allow),
		).toBe("read 1");
		expect(await fault('{"colour":"NOPE"}', EVERYTHING, allow)).toMatch(
			/^-d:1:11: colour: expected/,
		);
	});

	it("are missing where proto2 and editions require them", async () => {
		expect(await fault("{}", LEGACY)).toBe(
			'-d:1:1: the required field "id" of everything.v1.Legacy is not set',
		);
		expect(await fault('{"legacy":{}}')).toBe(
			'-d:1:11: legacy: the required field "id" of everything.v1.Legacy is not set',
		);
		expect(await fault('{"required":null}', DELIMITED)).toMatch(
			/"required" of everything.v1.Delimited/,
		);
	});

	it("are extensions of another message, or of none", async () => {
		expect(await fault('{"[everything.v1.serial]":1}')).toBe(
			'-d:1:2: everything.v1.Everything has no field "[everything.v1.serial]"',
		);
		expect(await fault('{"id":"x","[everything.v1.serail]":1}', LEGACY)).toBe(
			'-d:1:11: everything.v1.Legacy has no field "[everything.v1.serail]" | did you mean "[everything.v1.serial]"?',
		);
		expect(await fault('{"id":"x","[everything.v1.serial]":"y"}', LEGACY)).toBe(
			'-d:1:36: [everything.v1.serial]: expected an integer within the range of int64, got "y"',
		);
	});

	it("come with the names that there are, where none is near and they are few", async () => {
		expect(await fault('{"what":1}', LEGACY)).toMatch(
			/ has no field "what" \| there are: id, withDefault, .*next/,
		);
		expect(await fault('{"id":"x","shape":"?"}', LEGACY)).toMatch(
			/got "\?" \| there are: SHAPE_\w+, SHAPE_SQUARE/,
		);
	});
});

describe("an Any", () => {
	it.each([
		[
			'{"any":{"@type":"x/everything.v1.Legac"}}',
			'-d:1:17: any: no message type "everything.v1.Legac" in the schema, which "@type" names | did you mean "everything.v1.Legacy"?',
		],
		[
			'{"any":{"value":1}}',
			'-d:1:8: any: expected an object with "@type", got an object',
		],
		[
			'{"any":{"@type":1}}',
			'-d:1:17: any: expected an object with "@type", got 1',
		],
		[
			'{"any":{"@type":"t/everything.v1.Legacy","id":1}}',
			'-d:1:47: any.id: expected a string, got 1 | write it in quotes: "1"',
		],
		[
			'{"any":{"@type":"t/google.protobuf.Duration","value":"x"}}',
			'-d:1:54: any.value: expected a duration such as "1.5s", got "x"',
		],
		[
			'{"any":{"@type":"t/google.protobuf.Duration","value":"1s","more":1}}',
			'-d:1:59: any: an Any of google.protobuf.Duration holds it under "value", and nothing else',
		],
		[
			'{"any":{"@type":"t/google.protobuf.Empty","value":{"a":1}}}',
			'-d:1:43: any: google.protobuf.Empty has no field "value"',
		],
		[
			'{"any":{"@type":"t/everything.v1.Legacy","id":"a","value":{}}}',
			'-d:1:51: any: everything.v1.Legacy has no field "value" | there are: id, withDefault, textDefault, shape, detail, item, shapes, raw, next',
		],
		[
			'{"any":{"@type":"t/google.protobuf.Duration"}}',
			'-d:1:8: any: an Any of google.protobuf.Duration holds it under "value"',
		],
	])("%s", async (input, expected) => {
		expect(await fault(input)).toBe(expected);
	});
});

describe("the place of a fault", () => {
	it("counts lines and characters of the whole input", async () => {
		expect(await fault('{}\n{"aString":"😀é"} {"x":1}')).toMatch(/^-d:2:19: /);
		expect(await fault('{}\r\n\r\n  {\n\t"x":1}')).toMatch(/^-d:4:2: /);
	});

	it("is told of bytes that are not UTF-8", async () => {
		const latin1 = Buffer.from('{}\n{"aString":"gr\xfc\xdf"}', "latin1");
		expect(await fault(latin1)).toBe(
			"-d:2:15: not UTF-8: the byte 0xfc | text in another encoding must be converted first (iconv)",
		);
		expect(await fault(Buffer.from([0x22, 0xe2, 0x82]))).toMatch(
			/^-d:1:2: not UTF-8: the byte 0xe2/,
		);
	});

	it("is in the facts", async () => {
		const error = await errorOf(
			readAll(EVERYTHING, '{"aString":5}', { origin: "stdin" }),
			"bad-input",
		);
		expect(error.facts).toEqual({
			origin: "stdin",
			line: 1,
			column: 12,
			field: "a_string",
		});
	});

	it("is that of a whole message of a well-known type", async () => {
		const wrapper = messageType("google.protobuf.StringValue");
		expect(await fault('{"value":"x"}', wrapper)).toBe(
			"-d:1:1: expected a string, got an object",
		);
	});
});
