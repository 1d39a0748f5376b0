import { PassThrough } from "node:stream";
import { toBinary } from "@bufbuild/protobuf";
import { StringValueSchema } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { createRequestReader } from "../../../../src/schema/request/request-reader.ts";
import {
	EVERYTHING,
	echo,
	LEGACY,
	messageType,
	readAll,
	registry,
	written,
} from "../everything.ts";

async function texts(
	input: string | readonly (string | Uint8Array)[],
	format: "json" | "text" = "json",
): Promise<readonly string[]> {
	const messages = await readAll(EVERYTHING, input, { format });
	return messages.map((message) => written(EVERYTHING, message));
}

describe("a stream of JSON", () => {
	it("is concatenated values, with blanks between them or without", async () => {
		expect(await texts('{"aBool":true}{"anInt32":1} \r\n\t{}\n')).toEqual([
			'{"aBool":true}',
			'{"anInt32":1}',
			"{}",
		]);
	});

	it("is empty when there is nothing but blanks", async () => {
		expect(await texts("")).toEqual([]);
		expect(await texts(" \n")).toEqual([]);
		expect(await texts([])).toEqual([]);
	});

	it("may begin with a byte order mark", async () => {
		expect(await texts("\ufeff{}")).toEqual(["{}"]);
		expect(
			await texts([Buffer.from([0xef]), Buffer.from([0xbb, 0xbf]), "{}"]),
		).toEqual(["{}"]);
	});

	it("takes characters that are split between chunks", async () => {
		const bytes = Buffer.from('{"aString":"é😀"}');
		const single = [...bytes].map((byte) => Uint8Array.of(byte));
		expect(await texts(single)).toEqual(['{"aString":"é😀"}']);
	});

	it("may be of values that are no objects", async () => {
		const wrapper = messageType("google.protobuf.Int64Value");
		const messages = await readAll(wrapper, '1 "2"\n3"4"5');
		expect(messages.map((message) => written(wrapper, message))).toEqual([
			'"1"',
			'"2"',
			'"3"',
			'"4"',
			'"5"',
		]);
	});

	it("gives a message when its value is complete, before more has come", async () => {
		const input = new PassThrough();
		const read = createRequestReader(EVERYTHING, {
			format: "json",
			registry,
			unknownFields: "refuse",
			origin: "stdin",
		});
		const messages = read(input)[Symbol.asyncIterator]();
		input.write('{"aBool":true}');
		expect((await messages.next()).value).toHaveLength(2);
		input.write('{"aBool":');
		input.write("true}{");
		expect((await messages.next()).value).toHaveLength(2);
		input.end();
		await expect(messages.next()).rejects.toThrow(/stdin:1:30: the input ends/);
	});

	it("may hold hundreds of thousands of values, or come byte by byte", async () => {
		const many = `[${"1,".repeat(300_000)}1]`;
		const json = `{"value":${many},"packed":${many}}`;
		expect(await echo(EVERYTHING, json)).toBe(
			`{"packed":${many},"value":${many}}`,
		);
		const text = `{"aString":"${"é".repeat(50_000)}"}`;
		const single = [...Buffer.from(text)].map((byte) => Uint8Array.of(byte));
		expect(await texts(single)).toEqual([text]);
	});

	it("gives what came before a fault", async () => {
		const seen: Uint8Array[] = [];
		const read = createRequestReader(EVERYTHING, {
			format: "json",
			registry,
			unknownFields: "refuse",
			origin: "-d",
		});
		async function* input() {
			yield Buffer.from('{}{"anInt32":1}{"nope":1}{}');
		}
		await expect(async () => {
			for await (const message of read(input())) seen.push(message);
		}).rejects.toThrow(/nope/);
		expect(seen).toHaveLength(2);
	});
});

describe("the values that ProtoJSON takes", () => {
	it.each([
		['{"anInt64":9007199254740993}', '{"anInt64":"9007199254740993"}'],
		['{"aUint64":18446744073709551615}', '{"aUint64":"18446744073709551615"}'],
		[
			'{"anInt64":"-9223372036854775808"}',
			'{"anInt64":"-9223372036854775808"}',
		],
		['{"anInt64":9.007199254740993e15}', '{"anInt64":"9007199254740993"}'],
		['{"anInt32":1e3,"aUint32":"2.0"}', '{"anInt32":1000,"aUint32":2}'],
		['{"aDouble":9007199254740993}', '{"aDouble":9007199254740992}'],
		[
			'{"aDouble":"-Infinity","aFloat":"NaN"}',
			'{"aFloat":"NaN","aDouble":"-Infinity"}',
		],
		['{"aDouble":"1e3"}', '{"aDouble":1000}'],
		['{"aFloat":0.1}', '{"aFloat":0.1}'],
		[
			'{"aFloat":16777217,"doubles":[-0]}',
			'{"aFloat":16777216,"doubles":[-0]}',
		],
		['{"someBytes":"-_8"}', '{"someBytes":"+/8="}'],
		['{"someBytes":"+/8="}', '{"someBytes":"+/8="}'],
		[
			'{"colour":1,"colours":["COLOUR_GREEN",-1,99]}',
			'{"colour":"COLOUR_RED","colours":["COLOUR_GREEN","COLOUR_BELOW",99]}',
		],
		['{"aString":null,"child":null,"strings":null,"chosenString":null}', "{}"],
		['{"value":null}', '{"value":null}'],
		['{"values":[null,1]}', '{"values":[null,1]}'],
		['{"chosenNull":null}', '{"chosenNull":null}'],
		['{"chosenLong":null,"chosenString":""}', '{"chosenString":""}'],
		[
			'{"optionalInt32":0,"wrappedInt32":0}',
			'{"optionalInt32":0,"wrappedInt32":0}',
		],
		['{"renamed":"x"}', '{"other-name":"x"}'],
		[
			'{"byInt64":{"10":"b","-5":"a"},"byBool":{"true":"t","false":"f"}}',
			'{"byInt64":{"-5":"a","10":"b"},"byBool":{"false":"f","true":"t"}}',
		],
		[
			'{"byInt32":{"10":"b","9":"a","-1":"c"},"byInt64":{"10":"b","9":"a","-5":"c"},"byBool":{"true":"t","false":"f"}}',
			'{"byInt32":{"-1":"c","9":"a","10":"b"},"byInt64":{"-5":"c","9":"a","10":"b"},"byBool":{"false":"f","true":"t"}}',
		],
		[
			'{"byString":{"__proto__":"p","10":"b","9":"a"}}',
			'{"byString":{"10":"b","9":"a","__proto__":"p"}}',
		],
		[
			'{"timestamp":"2024-02-29T12:00:00.123456789+01:00"}',
			'{"timestamp":"2024-02-29T11:00:00.123456789Z"}',
		],
		['{"duration":"-0.5s"}', '{"duration":"-0.500s"}'],
		['{"mask":{"paths":["a_b","c_d.e"]}}', '{"mask":"aB,cD.e"}'],
		['{"mask":{}}', '{"mask":""}'],
		['{"mask":"aB,cD.eF"}', '{"mask":"aB,cD.eF"}'],
		[
			'{"struct":{"b":[1,"x",null,{"c":false}],"a":{}}}',
			'{"struct":{"a":{},"b":[1,"x",null,{"c":false}]}}',
		],
		['{"any":{}}', '{"any":{}}'],
		[
			'{"any":{"@type":"x.test/everything.v1.Legacy","id":"a"}}',
			'{"any":{"@type":"x.test/everything.v1.Legacy","id":"a"}}',
		],
		[
			'{"anys":[{"value":"1s","@type":"google.protobuf.Duration"}]}',
			'{"anys":[{"@type":"google.protobuf.Duration","value":"1s"}]}',
		],
		[
			'{"any":{"@type":"a/everything.v1.Everything","messages":{"k":{"any":{"@type":"b/google.protobuf.Empty"}}}}}',
			'{"any":{"@type":"a/everything.v1.Everything","messages":{"k":{"any":{"@type":"b/google.protobuf.Empty","value":{}}}}}}',
		],
		[
			'{"any":{"@type":"a/google.protobuf.Any","value":{"@type":"b/google.protobuf.Empty","value":{}}}}',
			'{"any":{"@type":"a/google.protobuf.Any","value":{"@type":"b/google.protobuf.Empty","value":{}}}}',
		],
	])("%s", async (input, expected) => {
		expect(await echo(EVERYTHING, input)).toBe(expected);
	});

	it("an extension that is null is left out, as a field is", async () => {
		const given =
			'{"id":"x","[everything.v1.serial]":null,"[everything.v1.tags]":null}';
		expect(await echo(LEGACY, given)).toBe('{"id":"x"}');
	});

	it("has extensions and groups", async () => {
		const json =
			'{"id":"x","detail":{"note":"n"},"item":[{"size":"5"},{}],"[everything.v1.serial]":"7","[everything.v1.tags]":["a","b"],"[everything.v1.Scope.scope]":{"name":"q"}}';
		expect(await echo(LEGACY, json)).toBe(json);
	});
});

describe("binary input", () => {
	const body = toBinary(StringValueSchema, {
		$typeName: "google.protobuf.StringValue",
		value: "é",
	});
	const wrapper = messageType("google.protobuf.StringValue");

	it("is one message, none when it is empty", async () => {
		const binary = { format: "binary" } as const;
		expect(
			await readAll(wrapper, [body.subarray(0, 3), body.subarray(3)], binary),
		).toEqual([Buffer.from(body)]);
		expect(await readAll(wrapper, [], binary)).toEqual([]);
	});

	it("must decode, unless unknown fields are allowed", async () => {
		const half = body.subarray(0, 3);
		await expect(
			readAll(wrapper, [half], { format: "binary" }),
		).rejects.toThrow(
			"-d: no google.protobuf.StringValue in binary form: in the field value, at byte 3 of 3: it breaks off",
		);
		expect(
			await readAll(wrapper, [half], {
				format: "binary",
				unknownFields: "allow",
			}),
		).toHaveLength(1);
	});

	it("says of JSON that requests are binary, too", async () => {
		const read = createRequestReader(EVERYTHING, {
			format: "binary",
			registry,
			unknownFields: "refuse",
			origin: "-d",
		});
		async function* input() {
			yield Buffer.from(' {"anInt32": 1}');
		}
		await expect(
			read(input())[Symbol.asyncIterator]().next(),
		).rejects.toMatchObject({
			message: expect.stringContaining("in binary form"),
			hint: [expect.stringContaining("JSON goes without it")],
		});
	});
});

describe("input in the text format", () => {
	it("is split by 0x1E; behind one there is always a message, as with grpcurl", async () => {
		expect(
			await texts("a_bool: true \x1e # no fields\n \x1ean_int32: 5", "text"),
		).toEqual(['{"aBool":true}', "{}", '{"anInt32":5}']);
		expect(await texts("a_bool: true\x1e", "text")).toEqual([
			'{"aBool":true}',
			"{}",
		]);
		expect(await texts("", "text")).toEqual([]);
		expect(await texts("\n", "text")).toEqual(["{}"]);
	});
});
