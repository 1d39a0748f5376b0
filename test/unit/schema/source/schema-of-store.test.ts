import { create } from "@bufbuild/protobuf";
import {
	FieldDescriptorProto_Type,
	FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { createFileStore } from "../../../../src/schema/link/file-store.ts";
import { schemaOfStore } from "../../../../src/schema/source/schema-of-store.ts";

const { INT32 } = FieldDescriptorProto_Type;

/** Returns the imports that are reported as missing, of files that one file imports. */
async function missing(names: readonly string[], wanted: readonly string[]) {
	const files = [
		{ name: "main.proto", dependency: [...wanted] },
		...names.map((name) => ({ name })),
	].map((init) => ({
		name: init.name,
		bytes: new Uint8Array(),
		proto: create(FileDescriptorProtoSchema, init),
	}));
	const { problems } = await schemaOfStore(createFileStore(files), {
		files: ["main.proto"],
		services: [],
	});
	return problems.map((one) => one.kind === "missing-import" && one.import);
}

test.each([
	["a/b/c.proto", "c.proto", []],
	["a/b/c.proto", "b/c.proto", []],
	["c.proto", "a/b/c.proto", []],
	["a/bc.proto", "c.proto", ["c.proto"]],
	["b/c.proto", "a/c.proto", ["a/c.proto"]],
])("%s is there, and %s is imported", async (name, wanted, told) => {
	expect(await missing([name], [wanted])).toEqual(told);
});

test.each([".p.M", "p.M", "M"])(
	"a file that extends a message comes with it, as whatever it names that: %s",
	async (extendee) => {
		const files = [
			{
				name: "m.proto",
				messageType: [{ name: "M", extensionRange: [{ start: 1, end: 9 }] }],
			},
			{
				name: "more.proto",
				dependency: ["m.proto"],
				extension: [{ name: "x", number: 2, type: INT32, extendee }],
			},
		].map((init) => ({
			name: init.name,
			bytes: new Uint8Array(),
			proto: create(FileDescriptorProtoSchema, { ...init, package: "p" }),
		}));
		const { registry } = await schemaOfStore(createFileStore(files), {
			files: ["m.proto"],
			services: [],
		});
		const message = registry.getMessage("p.M");
		if (message === undefined) throw new Error("it is declared");
		expect(registry.getExtensionFor(message, 2)?.typeName).toBe("p.x");
		expect([...registry].map((type) => type.typeName)).toContain("p.x");
	},
);

test("any number of files and of imports is looked through", async () => {
	const names = Array.from({ length: 10_000 }, (_, at) => `a/f${at}.proto`);
	const wanted = Array.from({ length: 10_000 }, (_, at) => `x${at}/b.proto`);
	expect(await missing(names, wanted)).toHaveLength(10_000);
});
