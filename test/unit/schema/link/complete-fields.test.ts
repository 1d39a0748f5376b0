import { create, type MessageInitShape } from "@bufbuild/protobuf";
import {
	type FileDescriptorProto,
	FileDescriptorProtoSchema,
	FieldDescriptorProto_Type as Type,
} from "@bufbuild/protobuf/wkt";
import { expect, it } from "vitest";
import { completeFields } from "../../../../src/schema/link/complete-fields.ts";

function completed(
	file: MessageInitShape<typeof FileDescriptorProtoSchema>,
): FileDescriptorProto {
	const proto = create(FileDescriptorProtoSchema, {
		syntax: "proto3",
		...file,
	});
	completeFields(proto, (type) => type === "p.Enum");
	return proto;
}

it.each([
	["plain", "plain"],
	["a_field", "aField"],
	["a__field_", "aField"],
	["_leading", "Leading"],
	["number_1", "number1"],
])("gives %s the JSON name %s", (name, jsonName) => {
	const file = completed({ messageType: [{ name: "M", field: [{ name }] }] });
	expect(file.messageType[0]?.field[0]?.jsonName).toBe(jsonName);
});

it("keeps a JSON name that is there", () => {
	const field = [{ name: "a_field", jsonName: "other" }];
	const file = completed({ messageType: [{ name: "M", field }] });
	expect(file.messageType[0]?.field[0]?.jsonName).toBe("other");
});

it.each([
	[".p.Enum", Type.ENUM],
	[".p.Message", Type.MESSAGE],
])("finds the kind of %s", (typeName, type) => {
	const nestedType = [{ name: "N", field: [{ name: "f", typeName }] }];
	const file = completed({ messageType: [{ name: "M", nestedType }] });
	expect(file.messageType[0]?.nestedType[0]?.field[0]?.type).toBe(type);
});

it("sets protobuf.js's extensions apart from fields, and drops its copies", () => {
	const file = completed({
		messageType: [
			{
				name: "M",
				field: [
					{ name: "own" },
					{ name: ".p.copy" },
					{ name: "declared_here", extendee: ".p.Other" },
				],
			},
		],
	});
	const [message] = file.messageType;
	expect(message?.field.map(({ name }) => name)).toEqual(["own"]);
	expect(message?.extension).toMatchObject([
		{ name: "declared_here", jsonName: "declaredHere" },
	]);
});

it("tells an optional field of proto3 from a oneof that was written, which protobuf.js leaves to be seen from its name", () => {
	const file = completed({
		messageType: [
			{
				name: "M",
				field: [
					{ name: "maybe", oneofIndex: 0 },
					{ name: "a", oneofIndex: 1 },
					{ name: "b", oneofIndex: 1 },
					{ name: "plain" },
				],
				oneofDecl: [{ name: "_maybe" }, { name: "choice" }],
			},
		],
	});
	const [message] = file.messageType;
	expect(message?.oneofDecl.map(({ name }) => name)).toEqual([
		"choice",
		"_maybe",
	]);
	expect(
		message?.field.map(({ name, oneofIndex, proto3Optional }) => [
			name,
			oneofIndex,
			proto3Optional,
		]),
	).toEqual([
		["maybe", 1, true],
		["a", 0, false],
		["b", 0, false],
		["plain", 0, false],
	]);
});

it.each([
	["of two fields", ["maybe", "other"], "proto3", []],
	["that another field is beside", ["other"], "proto3", []],
	["in a file with optional fields", ["maybe"], "proto3", ["said"]],
	["of proto2", ["maybe"], "proto2", []],
])("leaves a oneof %s as it was written", (_what, members, syntax, said) => {
	const written = [
		...members.map((name) => ({ name, oneofIndex: 0 })),
		...said.map((name) => ({ name, oneofIndex: 1, proto3Optional: true })),
	];
	const file = completed({
		syntax,
		messageType: [
			{
				name: "M",
				field: written,
				oneofDecl: [{ name: "_maybe" }, { name: "_said" }],
			},
		],
	});
	const marked = file.messageType[0]?.field.filter((one) => one.proto3Optional);
	expect(marked?.map(({ name }) => name)).toEqual(said);
});

it.each([
	["protoc, which writes JSON names", [{ name: "_x", jsonName: "X" }], []],
	["a file that marks fields of another message", [{ name: "_x" }], [true]],
])("leaves a oneof of %s as it was written", (_what, [member], marks) => {
	const named = { oneofIndex: 0, ...member };
	const [one, other] = completed({
		messageType: [
			{ name: "M", field: [named], oneofDecl: [{ name: "__x" }] },
			{
				name: "N",
				field: marks.map((proto3Optional) => ({
					name: "y",
					oneofIndex: 0,
					proto3Optional,
				})),
				oneofDecl: marks.map(() => ({ name: "_y" })),
			},
		],
	}).messageType;
	expect(one?.field[0]?.proto3Optional).toBe(false);
	expect(other?.field.map((field) => field.proto3Optional)).toEqual(marks);
});

it("writes the quotes of a default of bytes so that they are not lost", () => {
	const defaultValue = "\\\\\\\"\\'\\n";
	const field = [{ name: "f", type: Type.BYTES, defaultValue }];
	const file = completed({ messageType: [{ name: "M", field }] });
	expect(file.messageType[0]?.field[0]?.defaultValue).toBe("\\\\\\042\\047\\n");
});

it.each([
	["Infinity", "inf"],
	["-Infinity", "-inf"],
	["NaN", "nan"],
	["1e+40", "1e+40"],
])("writes protobuf.js's real %s as %s", (defaultValue, written) => {
	const field = [Type.DOUBLE, Type.FLOAT, Type.STRING].map((type) => ({
		type,
		defaultValue,
	}));
	const file = completed({ messageType: [{ name: "M", field }] });
	const defaults = file.messageType[0]?.field.map((one) => one.defaultValue);
	expect(defaults).toEqual([written, written, defaultValue]);
});
