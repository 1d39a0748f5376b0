import { create, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import {
	type DescriptorProtoSchema,
	FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { decodeFile } from "../../../../src/schema/link/raw-file.ts";

const decoded = (scope: string, name: string) =>
	decodeFile(
		toBinary(
			FileDescriptorProtoSchema,
			create(FileDescriptorProtoSchema, {
				name: "a.proto",
				package: scope,
				messageType: [{ name }],
			}),
		),
	);
const deep = (packages: number) => Array(packages).fill("p").join(".");

test.each([
	["p", "M".repeat(999), "it has a name of more than 1000 characters"],
	["p".repeat(1001), "M", "it has a name of more than 1000 characters"],
	[deep(33), "M", "its package is more than 32 deep"],
])(
	"a file of names that would take gigabytes is refused (%#)",
	(scope, name, reason) => {
		expect(decoded(scope, name)).toEqual({ kind: "undecodable", reason });
	},
);

test.each([
	["file", { name: "n".repeat(1001) }],
	["import", { dependency: ["n".repeat(1001)] }],
	["type", { extension: [{ name: "e", extendee: "n".repeat(1001) }] }],
])("so is one that names a long %s", (_, init) => {
	const proto = create(FileDescriptorProtoSchema, { name: "a.proto", ...init });
	const bytes = toBinary(FileDescriptorProtoSchema, proto);
	const reason = "it has a name of more than 1000 characters";
	expect(decodeFile(bytes)).toEqual({ kind: "undecodable", reason });
});

/** Returns a file with an enum of so many values, which have no names so that each is as small as possible. */
const values = (count: number) =>
	toBinary(
		FileDescriptorProtoSchema,
		create(FileDescriptorProtoSchema, {
			name: "a.proto",
			enumType: [{ name: "E", value: Array(count).fill({}) }],
		}),
	);

/** Returns a file whose innermost message has so many fields with relative type names. */
function relative(count: number, depth: number): Uint8Array {
	let message: MessageInitShape<typeof DescriptorProtoSchema> = {
		name: "M",
		field: Array.from({ length: count }, (_, at) => ({
			name: `f${at}`,
			number: at + 1,
			typeName: "T",
		})),
	};
	for (let level = 1; level < depth; level += 1)
		message = { name: "M", nestedType: [message] };
	return toBinary(
		FileDescriptorProtoSchema,
		create(FileDescriptorProtoSchema, {
			name: "a.proto",
			messageType: [message],
		}),
	);
}

/** Returns a file with so many numbers in the path of a comment. */
const path = (length: number) =>
	toBinary(
		FileDescriptorProtoSchema,
		create(FileDescriptorProtoSchema, {
			name: "a.proto",
			sourceCodeInfo: { location: [{ path: Array(length).fill(1) }] },
		}),
	);

test.each([
	["numbers than fit into memory", path(17_000_000)],
	["values than can be decoded in a moment", values(600_000)],
	["values than can be linked in a moment", values(300_000)],
	["relative names in deep scopes", relative(5_000, 60)],
])("a file with more %s is refused", (_, bytes) => {
	expect(decodeFile(bytes)).toEqual({
		kind: "undecodable",
		reason: "it declares too much for one file",
	});
});

test("a large file, and names that are relative, are no fault", () => {
	expect(decodeFile(values(100_000)).kind).toBe("file");
	expect(decodeFile(relative(5_000, 5)).kind).toBe("file");
});

test("long names are not refused", () => {
	expect(decoded("p", "M".repeat(998)).kind).toBe("file");
	expect(decoded(deep(32), "M").kind).toBe("file");
});
