import { create, isFieldSet, type MessageInitShape } from "@bufbuild/protobuf";
import {
	FieldOptionsSchema,
	type FileDescriptorProto,
	FileDescriptorProtoSchema,
	FieldDescriptorProto_Type as Type,
} from "@bufbuild/protobuf/wkt";
import { expect, it } from "vitest";
import { correctSyntax } from "../../../../src/schema/link/correct-syntax.ts";

function corrected(
	file: MessageInitShape<typeof FileDescriptorProtoSchema>,
): FileDescriptorProto {
	const proto = create(FileDescriptorProtoSchema, {
		syntax: "proto3",
		...file,
	});
	correctSyntax(proto);
	return proto;
}

it.each([
	["an extension range", { extensionRange: [{ start: 100, end: 200 }] }],
	["a default", { field: [{ name: "f", defaultValue: "x" }] }],
	["a group", { field: [{ name: "f", type: Type.GROUP, typeName: ".p.G" }] }],
])("takes a file with %s for proto2", (_what, message) => {
	const file = corrected({ messageType: [{ name: "M", ...message }] });
	expect(file.syntax).toBe("proto2");
});

it("leaves proto3 as it is", () => {
	expect(corrected({ messageType: [{ name: "M" }] }).syntax).toBe("proto3");
});

it.each([
	["protobuf.js", false, {}],
	["a compiler, which writes JSON names", true, { jsonName: "f" }],
])(
	"the mark of a field of %s that cannot be packed is kept: %s",
	(_, isKept, named) => {
		const field = { name: "f", type: Type.INT32, options: { packed: false } };
		const { messageType } = corrected({
			messageType: [{ name: "M", field: [{ ...field, ...named }] }],
		});
		const options = messageType[0]?.field[0]?.options;
		expect(
			options && isFieldSet(options, FieldOptionsSchema.field.packed),
		).toBe(isKept);
	},
);
