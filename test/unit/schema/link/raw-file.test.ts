import { create, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
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

test("long names are none of them", () => {
	expect(decoded("p", "M".repeat(998)).kind).toBe("file");
	expect(decoded(deep(32), "M").kind).toBe("file");
});
