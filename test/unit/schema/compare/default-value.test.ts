import { create, createFileRegistry } from "@bufbuild/protobuf";
import {
	FieldDescriptorProto_Label,
	FieldDescriptorProto_Type,
	FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { defaultOf } from "../../../../src/schema/compare/default-value.ts";

function defaultAs(
	type: "FLOAT" | "DOUBLE" | "INT32" | "UINT64",
	defaultValue: string,
): string {
	const field = {
		name: "a",
		number: 1,
		type: FieldDescriptorProto_Type[type],
		label: FieldDescriptorProto_Label.OPTIONAL,
		defaultValue,
	};
	const file = create(FileDescriptorProtoSchema, {
		name: "a.proto",
		syntax: "proto2",
		messageType: [{ name: "M", field: [field] }],
	});
	const message = createFileRegistry(file, () => undefined).getMessage("M");
	const [first] = message?.fields ?? [];
	if (first === undefined) throw new Error("it is declared");
	return defaultOf(first);
}

test("compilers write one default in several ways", () => {
	expect(defaultAs("FLOAT", "0.1")).toBe(
		defaultAs("FLOAT", "0.10000000149011612"),
	);
	expect(defaultAs("INT32", "-0")).toBe(defaultAs("INT32", "0"));
	expect(defaultAs("DOUBLE", "-0")).toBe("");
});

test("numbers that are nearly alike are told apart", () => {
	expect(defaultAs("DOUBLE", "0.1")).not.toBe(
		defaultAs("DOUBLE", "0.10000000149011612"),
	);
	expect(defaultAs("UINT64", "18446744073709551615")).not.toBe(
		defaultAs("UINT64", "18446744073709551614"),
	);
});
