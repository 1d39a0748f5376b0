import { create, type DescMessage, toBinary } from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import {
	anyPack,
	DurationSchema,
	FileDescriptorProtoSchema,
	FieldDescriptorProto_Label as Label,
	TimestampSchema,
	FieldDescriptorProto_Type as Type,
} from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { linkFiles } from "../../../../src/schema/link/link-files.ts";
import { rawFileOf } from "../../../../src/schema/link/raw-file.ts";
import { createResponseWriter } from "../../../../src/schema/response/response-writer.ts";
import {
	DELIMITED,
	EVERYTHING,
	echo,
	LEGACY,
	messageType,
	readAll,
	registry,
	written,
} from "../everything.ts";

/** Returns a message of one length-delimited field. */
function field(number: number, bytes: Uint8Array | string): Uint8Array {
	return new BinaryWriter()
		.tag(number, WireType.LengthDelimited)
		.bytes(Buffer.from(bytes))
		.finish();
}

function any(typeUrl: string, value: Uint8Array): Uint8Array {
	return Buffer.concat([field(1, typeUrl), field(2, value)]);
}

const ANY_FIELD = 70;

type Wide = "proto2" | "proto3";

/** Returns a message type whose repeated field 1 holds rows of a hundred optional numbers. */
function wideRows(syntax: Wide): DescMessage {
	const numbers = Array.from({ length: 100 }, (_, index) => ({
		name: `n${index}`,
		number: index + 1,
		type: Type.INT32,
		label: Label.OPTIONAL,
	}));
	const rows = {
		name: "rows",
		number: 1,
		type: Type.MESSAGE,
		typeName: ".wide.Row",
		label: Label.REPEATED,
	};
	const proto = create(FileDescriptorProtoSchema, {
		name: "wide.proto",
		package: "wide",
		syntax,
		messageType: [
			{ name: "Row", field: numbers },
			{ name: "Rows", field: [rows] },
		],
	});
	const desc = linkFiles([rawFileOf(proto)]).registry.getMessage("wide.Rows");
	if (desc === undefined) throw new Error("not linked");
	return desc;
}

describe("the layout", () => {
	const json =
		'{"child":{"strings":["a"],"children":[{}]},"byInt32":{"1":"x"},"list":[[],{"a":[1]}]}';

	it("is of lines with two blanks a level, as grpcurl prints it", async () => {
		expect(
			await echo(EVERYTHING, json, { layout: "lines" }),
		).toMatchInlineSnapshot(`
			"{
			  "child": {
			    "strings": [
			      "a"
			    ],
			    "children": [
			      {}
			    ]
			  },
			  "byInt32": {
			    "1": "x"
			  },
			  "list": [
			    [],
			    {
			      "a": [
			        1
			      ]
			    }
			  ]
			}"
		`);
	});

	it("is one line when compact", async () => {
		expect(await echo(EVERYTHING, json)).toBe(json);
	});
});

describe("the options", () => {
	it("take names from the .proto file and numbers for enums", async () => {
		expect(
			await echo(
				EVERYTHING,
				'{"anInt32":1,"renamed":"x","colours":["COLOUR_RED",7],"value":{"nullValue":1}}',
				{
					fieldNames: "proto",
					enums: "numbers",
				},
			),
		).toBe(
			'{"an_int32":1,"renamed":"x","colours":[1,7],"value":{"nullValue":1}}',
		);
	});

	it("write defaults as grpcurl does: null for messages, nothing for oneofs and proto3's optional", async () => {
		const text = await echo(EVERYTHING, "{}", { defaults: "emit" });
		const names = Object.keys(JSON.parse(text));
		expect(JSON.parse(text)).toMatchObject({
			aFloat: 0,
			anInt64: "0",
			aString: "",
			someBytes: "",
			colour: "COLOUR_UNSPECIFIED",
			child: null,
			strings: [],
			byInt32: {},
			wrappedInt32: null,
		});
		expect(names.filter((name) => /^(optional|chosen)/.test(name))).toEqual([]);
	});

	it("keep the sign of zero", async () => {
		const zeros = '{"aFloat":-0,"aDouble":-0}';
		expect(await echo(EVERYTHING, zeros)).toBe(zeros);
	});

	it("write the defaults that proto2 declares", async () => {
		expect(await echo(LEGACY, '{"id":"x"}', { defaults: "emit" })).toBe(
			'{"id":"x","withDefault":42,"textDefault":"none","shape":"SHAPE_SQUARE","detail":null,"item":[],"shapes":[],"raw":"","next":null}',
		);
		expect(
			await echo(DELIMITED, '{"required":"x"}', { defaults: "emit" }),
		).toBe(
			'{"part":null,"parts":[],"implicit":0,"explicit":0,"required":"x","level":"LEVEL_LOW"}',
		);
	});
});

describe("values that JSON has no form for", () => {
	const timestamp = (seconds: bigint): Uint8Array =>
		toBinary(TimestampSchema, create(TimestampSchema, { seconds }));

	it.each([
		[
			72,
			timestamp(2n ** 60n),
			'{"timestamp":{"seconds":"1152921504606846976"}}',
		],
		[
			73,
			toBinary(
				DurationSchema,
				create(DurationSchema, { seconds: 1n, nanos: -1 }),
			),
			'{"duration":{"seconds":"1","nanos":-1}}',
		],
		[74, field(1, "aB"), '{"mask":{"paths":["aB"]}}'],
		[76, new Uint8Array(), '{"value":null}'],
		[76, Buffer.from("11000000000000f87f", "hex"), '{"value":"NaN"}'],
	])("are written by their fields: %i", (number, bytes, expected) => {
		expect(written(EVERYTHING, field(number, bytes))).toBe(expected);
	});

	it("are no reason to lose what else there is", () => {
		const body = Buffer.concat([
			field(14, "kept"),
			field(ANY_FIELD, any("x/a.B", Buffer.from([1, 2]))),
		]);
		expect(written(EVERYTHING, body)).toBe(
			'{"aString":"kept","any":{"@type":"x/a.B","@error":"a.B is not recognized; see @value for raw binary message data","@value":"AQI="}}',
		);
	});

	it("are an Any whose bytes are not of its type", () => {
		const body = field(
			ANY_FIELD,
			any("x/everything.v1.Legacy", Buffer.from([8, 1])),
		);
		expect(JSON.parse(written(EVERYTHING, body)).any).toMatchObject({
			"@type": "x/everything.v1.Legacy",
			"@error": expect.stringMatching(
				/^no everything.v1.Legacy: in the field id, at byte 1 of 2: a varint/,
			),
			"@value": "CAE=",
		});
		expect(written(EVERYTHING, body, { format: "text" })).toBe(
			'any: {\n  type_url: "x/everything.v1.Legacy"\n  value: "\\x08\\x01"\n}',
		);
	});

	it("are Any in Any without end", () => {
		const desc = messageType("google.protobuf.Any");
		let body = new Uint8Array();
		for (let depth = 0; depth < 2000; depth++)
			body = Buffer.from(any("x/google.protobuf.Any", body));
		expect(written(desc, body)).toMatch(
			/"@error":"nested more than 200 deep; see @value/,
		);
		expect(written(desc, body, { format: "text" })).toMatch(
			/^\[x\/google|^type_url/,
		);
	});
});

describe("a message that a few bytes make large", () => {
	const MIB = 1024 * 1024;
	const fieldNumber = (name: string) =>
		EVERYTHING.fields.find((one) => one.name === name)?.number ?? 0;
	const repeated = (piece: Uint8Array, bytes: number) =>
		new Uint8Array(bytes).map((_, at) => piece[at % piece.length] ?? 0);
	/** Returns as many messages with as many fields as fit. */
	const crowd = () => {
		const empty = field(fieldNumber("children"), "");
		return repeated(empty, empty.length * Math.floor(MIB / empty.length));
	};
	const within = (inner: Uint8Array, depth: number) => {
		let body = inner;
		for (let level = 0; level < depth; level += 1)
			body = field(fieldNumber("child"), body);
		return body;
	};
	const over =
		"!! everything.v1.Everything holds more messages and values than are read";

	it.each<[string, () => Uint8Array]>([
		["messages of many fields", crowd],
		[
			"such messages in an Any",
			() => field(ANY_FIELD, any("x/everything.v1.Everything", crowd())),
		],
		[
			"numbers behind many blanks",
			() => within(field(fieldNumber("packed"), new Uint8Array(MIB)), 90),
		],
	])("is not read: %s", (_, make) => {
		const body = make();
		for (const format of ["json", "text"] as const)
			expect(written(EVERYTHING, body, { format, layout: "lines" })).toBe(over);
	});

	it("is read where they are no more than other tools send", () => {
		const numbers = field(fieldNumber("packed"), new Uint8Array(MIB));
		expect(written(EVERYTHING, within(numbers, 3))).toHaveLength(
			'{"child":{"child":{"child":{"packed":[]}}}}'.length + 2 * MIB - 1,
		);
	});

	it.each<[string, number, Wide, "omit" | "emit", "is" | "is not"]>([
		["fields that are absent", 320, "proto2", "omit", "is"],
		["absent fields that are written", 320, "proto2", "emit", "is not"],
		["fields that are zero", 240, "proto3", "omit", "is not"],
	])(
		"counts %s: %i KiB of messages of 100",
		(_, kib, syntax, defaults, read) => {
			const rows = wideRows(syntax);
			const body = repeated(field(1, ""), kib * 1024);
			const format = { defaults, layout: "compact" } as const;
			expect(written(rows, body, format).startsWith("!! wide.Rows holds")).toBe(
				read === "is not",
			);
		},
	);

	it("is written without its unknown fields as text, which may be messages within messages", () => {
		const unknown = field(2000, new Uint8Array(MIB));
		const body = Buffer.concat([field(14, "kept"), unknown]);
		expect(written(EVERYTHING, body, { format: "text" })).toBe(
			'a_string: "kept"',
		);
	});
});

describe("what is in a message", () => {
	it("is written in the order of numbers, extensions last", async () => {
		const json =
			'{"[everything.v1.Scope.scope]":{"name":"s"},"raw":"AA==","id":"x","[everything.v1.serial]":"1"}';
		expect(await echo(LEGACY, json)).toBe(
			'{"id":"x","raw":"AA==","[everything.v1.serial]":"1","[everything.v1.Scope.scope]":{"name":"s"}}',
		);
	});

	it("shows the number of a closed enum's value that has no name", () => {
		const shape = new BinaryWriter().tag(4, WireType.Varint).int32(9).finish();
		expect(written(LEGACY, shape)).toBe('{"shape":9}');
		const outline = new BinaryWriter().tag(103, WireType.Varint).int32(-9);
		expect(written(LEGACY, outline.finish())).toBe(
			'{"[everything.v1.outline]":-9}',
		);
	});

	it("shows it whatever else is in the message, in text too, and can be sent it", async () => {
		const body = new BinaryWriter()
			.tag(4, WireType.Varint)
			.int32(9)
			.tag(103, WireType.Varint)
			.int32(-9)
			.tag(1000, WireType.Varint)
			.int32(5)
			.finish();
		expect(written(LEGACY, body)).toBe(
			'{"shape":9,"[everything.v1.outline]":-9}',
		);
		expect(written(LEGACY, body, { format: "text" })).toBe(
			"shape: 9\n[everything.v1.outline]: -9\n1000: 5",
		);
		const json = '{"shape":9,"[everything.v1.outline]":-9}';
		expect(await echo(LEGACY, `{"id":"x",${json.slice(1)}`)).toBe(
			`{"id":"x",${json.slice(1)}`,
		);
	});

	it("keeps what a terminal would act on for the view to escape", async () => {
		expect(await echo(EVERYTHING, '{"aString":"\\u001b[31m\\u202e"}')).toBe(
			'{"aString":"\\u001b[31m\u202e"}',
		);
	});

	it("is written as text too", async () => {
		const [body = new Uint8Array()] = await readAll(
			EVERYTHING,
			'{"aFloat":0.1,"child":{"someBytes":"AP8="},"byString":{"a":"b"},"any":{"@type":"x/google.protobuf.Duration","value":"1s"}}',
		);
		expect(written(EVERYTHING, body, { format: "text" })).toBe(
			'a_float: 0.1\nchild: {\n  some_bytes: "\\x00\\xff"\n}\nby_string: {\n  key: "a"\n  value: "b"\n}\nany: {\n  [x/google.protobuf.Duration]: {\n    seconds: 1\n  }\n}',
		);
	});

	it("goes as it came in binary", () => {
		const write = createResponseWriter(EVERYTHING, {
			format: "binary",
			registry,
			defaults: "omit",
			fieldNames: "json",
			enums: "names",
			layout: "lines",
		});
		const bytes = Uint8Array.of(255);
		expect(write(bytes)).toEqual({ kind: "bytes", bytes });
	});

	it("has packed Any of a type that has its own JSON", () => {
		const body = field(
			ANY_FIELD,
			toBinary(
				messageType("google.protobuf.Any"),
				anyPack(DurationSchema, create(DurationSchema, { seconds: 2n })),
			),
		);
		expect(written(EVERYTHING, body)).toBe(
			'{"any":{"@type":"type.googleapis.com/google.protobuf.Duration","value":"2s"}}',
		);
	});
});
