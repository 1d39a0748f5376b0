import { join } from "node:path";
import {
	create,
	createFileRegistry,
	createRegistry,
	fromJson,
} from "@bufbuild/protobuf";
import {
	EmptySchema,
	FileDescriptorProtoSchema,
	FieldDescriptorProto_Label as Label,
	FieldDescriptorProto_Type as Type,
} from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { messageTemplate } from "../../../../src/schema/template/message-template.ts";
import { registryOf } from "../build.ts";
import { messageType, readAll } from "../everything.ts";

const registry = registryOf(join(import.meta.dirname, "../print/proto"));
const known = createRegistry(registry, EmptySchema);
const messages = [...registry].filter((type) => type.kind === "message");

test.each(messages.map(({ typeName }) => typeName))(
	"the template of %s is a message of it",
	(typeName) => {
		const desc = registry.getMessage(typeName);
		if (desc === undefined) throw new Error("no such message");
		const { json } = messageTemplate(desc);
		expect(() => fromJson(desc, json, { registry: known })).not.toThrow();
	},
);

test.each(["Everything", "Legacy", "Delimited"])(
	"the template of %s can be sent, with messages of required fields within themselves",
	async (name) => {
		const desc = messageType(`everything.v1.${name}`);
		const { json } = messageTemplate(desc);
		expect(await readAll(desc, JSON.stringify(json))).toHaveLength(1);
	},
);

test("every field is there once, a message within itself is empty", () => {
	const desc = registry.getMessage("printed.modern.Modern");
	if (desc === undefined) throw new Error("no such message");
	const { json, oneofs } = messageTemplate(desc);
	expect(json).toMatchObject({
		maybe: "",
		many: [""],
		byName: { "": {} },
		levels: { "0": "LEVEL_ZERO" },
		flags: { false: "" },
		at: "1970-01-01T00:00:00Z",
		text: "",
		other: "",
		b: "0",
	});
	expect(json).not.toHaveProperty("time");
	expect(oneofs).toEqual(["choice: text or time"]);
});

test("a declared default is what stands there", () => {
	const file = create(FileDescriptorProtoSchema, {
		name: "d.proto",
		syntax: "proto2",
		enumType: [
			{
				name: "E",
				value: [
					{ name: "A", number: 1 },
					{ name: "B", number: 2 },
				],
			},
		],
		messageType: [
			{
				name: "M",
				field: [
					{ name: "number", type: Type.INT64, defaultValue: "-7" },
					{ name: "text", type: Type.STRING, defaultValue: "nobody" },
					{ name: "ratio", type: Type.DOUBLE, defaultValue: "inf" },
					{ name: "mark", type: Type.BYTES, defaultValue: "\\001\\n" },
					{ name: "is_new", type: Type.BOOL, defaultValue: "true" },
					{ name: "kind", type: Type.ENUM, typeName: ".E", defaultValue: "B" },
				].map((field, index) => ({
					...field,
					number: index + 1,
					label: Label.OPTIONAL,
					jsonName: field.name,
				})),
			},
		],
	});
	const desc = createFileRegistry(file, () => undefined).getMessage("M");
	if (desc === undefined) throw new Error("no such message");
	expect(messageTemplate(desc).json).toEqual({
		number: "-7",
		text: "nobody",
		ratio: "Infinity",
		mark: "AQo=",
		is_new: true,
		kind: "B",
	});
});

test("messages inside each other end where no request goes on", async () => {
	const file = create(FileDescriptorProtoSchema, {
		name: "deep.proto",
		syntax: "proto3",
		messageType: Array.from({ length: 200 }, (_, at) => ({
			name: `M${at}`,
			field: [
				{
					name: "m",
					jsonName: "m",
					number: 1,
					type: Type.MESSAGE,
					typeName: `.M${Math.min(at + 1, 199)}`,
					label: Label.OPTIONAL,
				},
			],
		})),
	});
	const desc = createFileRegistry(file, () => undefined).getMessage("M0");
	if (desc === undefined) throw new Error("no such message");
	const { json } = messageTemplate(desc);
	expect(JSON.stringify(json).match(/"m"/g)).toHaveLength(99);
	expect(await readAll(desc, JSON.stringify(json))).toHaveLength(1);
});
