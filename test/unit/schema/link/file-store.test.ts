import { create } from "@bufbuild/protobuf";
import {
	FieldDescriptorProto_Type,
	FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import {
	closureOf,
	closureWithExtensions,
	createFileStore,
} from "../../../../src/schema/link/file-store.ts";
import { runAtOnce } from "../../../../src/schema/link/steps.ts";

/** Returns files, each of which extends a message of the one before. */
const chain = (count: number) =>
	Array.from({ length: count }, (_, at) => {
		const name = `f${at}.proto`;
		const extension = {
			name: `e${at}`,
			number: 1,
			type: FieldDescriptorProto_Type.STRING,
			extendee: `.M${at - 1}`,
		};
		const proto = create(FileDescriptorProtoSchema, {
			name,
			messageType: [{ name: `M${at}` }],
			extension: at > 0 ? [extension] : [],
		});
		return { name, bytes: new Uint8Array(), proto };
	});

test("files come with those that extend their messages, and what those need, however long that goes on", () => {
	const store = createFileStore(chain(10_000));
	expect(runAtOnce(closureWithExtensions(store, ["f0.proto"])).size).toBe(
		10_000,
	);
	expect(runAtOnce(closureWithExtensions(store, ["f9990.proto"])).size).toBe(
		10_000,
	);
	expect(runAtOnce(closureOf(store, ["f0.proto"])).size).toBe(1);
});

test("a file may import any number of others", () => {
	const dependency = Array.from({ length: 200_000 }, (_, at) => `x${at}`);
	const name = "a.proto";
	const proto = create(FileDescriptorProtoSchema, { name, dependency });
	const store = createFileStore([{ name, bytes: new Uint8Array(), proto }]);
	expect(runAtOnce(closureOf(store, [name])).size).toBe(1);
});

test("a field is not taken for the type that it is called as", () => {
	const field = { name: "Money", number: 1, typeName: "Money" };
	const inits = [
		{ name: "user.proto", messageType: [{ name: "User", field: [field] }] },
		{ name: "money.proto", messageType: [{ name: "Money" }] },
	];
	const files = inits.map((init) => ({
		name: init.name,
		bytes: new Uint8Array(),
		proto: create(FileDescriptorProtoSchema, { ...init, package: "shop" }),
	}));
	const closure = runAtOnce(closureOf(createFileStore(files), ["user.proto"]));
	expect([...closure]).toEqual(["user.proto", "money.proto"]);
});

test("what registries have by name is told from what they have not", () => {
	const name = "a.proto";
	const proto = create(FileDescriptorProtoSchema, {
		name,
		package: "p",
		messageType: [
			{
				name: "M",
				field: [{ name: "f", number: 1 }],
				extension: [{ name: "inner", number: 2, extendee: ".p.M" }],
			},
		],
		enumType: [{ name: "E", value: [{ name: "V" }] }],
		extension: [{ name: "outer", number: 3, extendee: ".p.M" }],
		service: [{ name: "S", method: [{ name: "Get" }] }],
	});
	const store = createFileStore([{ name, bytes: new Uint8Array(), proto }]);
	const known = [...store.symbols()].filter(store.declares);
	expect(known.toSorted()).toEqual(
		["p.E", "p.M", "p.M.inner", "p.S", "p.outer"].toSorted(),
	);
	expect(store.find("p.S.Get")?.name).toBe(name);
	expect([...store.extensionNumbers("p.M")].toSorted()).toEqual([2, 3]);
});
