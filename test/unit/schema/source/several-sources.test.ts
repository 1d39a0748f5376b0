import { create } from "@bufbuild/protobuf";
import {
	FieldDescriptorProto_Label,
	FieldDescriptorProto_Type,
	MessageOptionsSchema,
} from "@bufbuild/protobuf/wkt";
import { describe, expect, test } from "vitest";
import { PluginError } from "../../../../src/errors.ts";
import { createFileStore } from "../../../../src/schema/link/file-store.ts";
import { decodeFile } from "../../../../src/schema/link/raw-file.ts";
import type { SchemaSource } from "../../../../src/schema/schema.ts";
import { filesSource } from "../../../../src/schema/source/files-source.ts";
import { gapLine, gapsOf } from "../../../../src/schema/source/gaps.ts";
import { joinedSource } from "../../../../src/schema/source/joined-source.ts";
import { mixedSource } from "../../../../src/schema/source/mixed-source.ts";
import { descriptor, type Init, service } from "../reflection/fake-session.ts";

/** Returns a source with these files. */
function sourceOf(...files: readonly Uint8Array[]): SchemaSource {
	const decoded = files.map(decodeFile);
	const usable = decoded.flatMap((each) =>
		each.kind === "file" ? [each.file] : [],
	);
	return filesSource(async () => createFileStore(usable), "the files have");
}

/** Returns a file `a.proto` with a service `a.S`. */
const fileOf = (name: string, init: Init = {}) =>
	descriptor({
		name: `${name}.proto`,
		package: name,
		messageType: [{ name: "M" }],
		service: [service("S", `.${name}.M`, `.${name}.M`)],
		...init,
	});

/** Returns the same file, which cannot be used. */
const unusable = (name: string) => fileOf(name, { syntax: "proto9" });

/** Joins sources as `--protoset` and `--proto` do. */
const joined = ([built, edited]: readonly [SchemaSource, SchemaSource]) =>
	joinedSource([
		{ flag: "--protoset", source: built },
		{ flag: "--proto", source: edited },
	]);

test("a service of a file that cannot be used is told with the reason of that", async () => {
	const schema = await joined([
		sourceOf(unusable("a")),
		sourceOf(fileOf("b")),
	]).everything();
	expect(schema.services).toEqual(["a.S", "b.S"]);
	expect(gapsOf(schema).map(gapLine)).toEqual([
		'a.S cannot be described: a.proto cannot be used: unsupported syntax "proto9"',
	]);
});

test("a service beside what an earlier source declares is left out with the reason", async () => {
	const second = descriptor({
		name: "second.proto",
		package: "a",
		messageType: [{ name: "M" }],
		service: [service("T", ".a.M", ".a.M")],
	});
	const source = joined([sourceOf(fileOf("a")), sourceOf(second)]);
	expect(gapsOf(await source.everything()).map(gapLine)).toEqual([
		"a.T cannot be described: its file declares what another one does, too",
	]);
});

describe("two files of one name", () => {
	const version = (...names: readonly string[]) =>
		descriptor({
			name: "a.proto",
			package: "a",
			messageType: names.map((name) => ({ name })),
			service: [service("S", ".a.M", ".a.M")],
		});

	test("are refused where they declare different things", async () => {
		const source = joined([
			sourceOf(version("M")),
			sourceOf(version("M", "Extra")),
		]);
		const asked = [
			() => source.services(),
			() => source.schemaOf("a.S"),
			() => source.everything(),
		];
		for (const ask of asked)
			await expect(ask()).rejects.toMatchObject({
				code: "bad-input",
				message: "--protoset and --proto hold different files named a.proto",
			});
	});

	test("are none where one source only imports it", async () => {
		const source = joined([
			sourceOf(fileOf("b", { dependency: ["a.proto"] })),
			sourceOf(version("M", "Extra")),
		]);
		const schema = await source.everything();
		expect(schema.services).toEqual(["a.S", "b.S"]);
		expect(schema.problems).toEqual([]);
	});

	test("are one where a source has not what an option's name is from", async () => {
		const options = descriptor({
			name: "options.proto",
			syntax: "proto2",
			dependency: ["google/protobuf/descriptor.proto"],
			extension: [
				{
					name: "rule",
					number: 50_001,
					extendee: ".google.protobuf.MessageOptions",
					type: FieldDescriptorProto_Type.STRING,
					label: FieldDescriptorProto_Label.OPTIONAL,
				},
			],
		});
		// The tag of field 50001 with type bytes, and its content.
		const unknown = { no: 50_001, wireType: 2, data: new Uint8Array([1, 120]) };
		const messageOptions = create(MessageOptionsSchema, {});
		messageOptions.$unknown = [unknown];
		const ruled = descriptor({
			name: "a.proto",
			package: "a",
			dependency: ["options.proto"],
			messageType: [{ name: "M", options: messageOptions }],
			service: [service("S", ".a.M", ".a.M")],
		});
		const sources = [sourceOf(ruled), sourceOf(ruled, options)] as const;
		for (const source of [joined(sources), joined([sources[1], sources[0]])])
			expect((await source.everything()).services).toEqual(["a.S"]);
	});

	test("are one where a source has not the enum that a default is of", async () => {
		const kinds = descriptor({
			name: "kinds.proto",
			package: "a",
			syntax: "proto2",
			enumType: [{ name: "Kind", value: [{ name: "BIG", number: 1 }] }],
		});
		const kind = {
			name: "kind",
			number: 1,
			label: FieldDescriptorProto_Label.OPTIONAL,
			type: FieldDescriptorProto_Type.ENUM,
			typeName: ".a.Kind",
			defaultValue: "BIG",
		};
		const defaulted = descriptor({
			name: "a.proto",
			package: "a",
			syntax: "proto2",
			dependency: ["kinds.proto"],
			messageType: [{ name: "M", field: [kind] }],
		});
		const source = joined([sourceOf(defaulted), sourceOf(defaulted, kinds)]);
		expect((await source.everything()).problems).toEqual([]);
	});

	test("are one where they declare the same, in any order", async () => {
		const source = joined([
			sourceOf(version("M", "Extra")),
			sourceOf(version("Extra", "M"), fileOf("b")),
		]);
		expect((await source.everything()).services).toEqual(["a.S", "b.S"]);
	});
});

test("files describe a service whose own file cannot be used", async () => {
	const sources = [sourceOf(unusable("a"), fileOf("b")), sourceOf(fileOf("a"))];
	const schema = await mixedSource(sources).everything();
	expect(gapsOf(schema).map(gapLine)).toEqual([]);
	expect(schema.problems).toEqual([]);
	expect(schema.files).toHaveLength(2);
});

test("what files do not describe keeps its reason", async () => {
	const sources = [
		sourceOf(unusable("a"), unusable("b")),
		sourceOf(fileOf("b")),
	];
	const schema = await mixedSource(sources).everything();
	expect(gapsOf(schema).map(gapLine)).toEqual([
		'a.S cannot be described: a.proto cannot be used: unsupported syntax "proto9"',
	]);
});

test("types of files are known in all that a server serves, as they are in what is asked by name: one may come in an Any", async () => {
	const mixed = mixedSource([sourceOf(fileOf("a")), sourceOf(fileOf("b"))]);
	for (const schema of [await mixed.everything(), await mixed.schemaOf("a.S")])
		expect(schema.registry.getMessage("b.M")?.typeName).toBe("b.M");
	expect(await mixed.services()).toEqual(["a.S"]);
});

test.each(["services", "everything"] as const)(
	"files that cannot be read are told though the server has all of its %s",
	async (question) => {
		const broken = filesSource(async () => {
			throw new PluginError("bad-input", "there is no file b.proto");
		}, "the files have");
		const mixed = mixedSource([sourceOf(fileOf("a")), broken]);
		await expect(mixed[question]()).rejects.toThrow("there is no file b.proto");
	},
);
