import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { create, fromBinary } from "@bufbuild/protobuf";
import {
	type FileDescriptorProto,
	FileDescriptorProtoSchema,
	FileDescriptorSetSchema,
	FieldDescriptorProto_Label as Label,
	FieldDescriptorProto_Type as Type,
} from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { expect, it, onTestFinished } from "vitest";
import { exportedFiles } from "../../../../src/schema/export/exported-files.ts";
import {
	writeProtoFiles,
	writeProtoset,
} from "../../../../src/schema/export/write-schema.ts";
import { createFileStore } from "../../../../src/schema/link/file-store.ts";
import { rawFileOf } from "../../../../src/schema/link/raw-file.ts";
import { reflectionSource } from "../../../../src/schema/reflection/reflection-source.ts";
import { schemaOfStore } from "../../../../src/schema/source/schema-of-store.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";
import { BUF, buildProtos } from "../build.ts";
import {
	descriptor,
	fakeSession,
	fields,
	type Init,
	service,
} from "../reflection/fake-session.ts";

/** What a server in Node.js sends: a file for a package, no imports, relative type names, and its own names for the entries of maps. */
const ofProtobufJs: readonly Init[] = [
	{
		name: "shop_v1.proto",
		package: "shop.v1",
		syntax: "proto3",
		messageType: [
			{
				name: "Order",
				field: [
					{
						name: "line_items",
						number: 1,
						label: Label.REPEATED,
						type: Type.MESSAGE,
						typeName: "Line_items",
					},
					{
						name: "at",
						number: 2,
						label: Label.OPTIONAL,
						type: Type.MESSAGE,
						typeName: ".google.protobuf.Timestamp",
					},
				],
				nestedType: [
					{
						name: "Line_items",
						field: [
							{
								name: "key",
								number: 1,
								label: Label.OPTIONAL,
								type: Type.STRING,
							},
							{
								name: "value",
								number: 2,
								label: Label.OPTIONAL,
								type: Type.MESSAGE,
								typeName: ".money.Amount",
							},
						],
						options: { mapEntry: true },
					},
				],
			},
		],
		service: [service("Orders", ".shop.v1.Order", ".shop.v1.Order")],
	},
	{
		name: "money.proto",
		package: "money",
		syntax: "proto3",
		messageType: [
			{
				name: "Amount",
				field: [
					{
						name: "raw",
						number: 1,
						label: Label.OPTIONAL,
						type: Type.BYTES,
						defaultValue: 'a"\u0000é',
					},
				],
			},
		],
	},
	{
		name: "google_protobuf.proto",
		package: "google.protobuf",
		syntax: "proto3",
		messageType: [{ name: "Timestamp" }],
	},
];

const schemaOf = (files: readonly Init[], symbol: string) =>
	reflectionSource(fakeSession(files.map(descriptor))).schemaOf(symbol);

async function written(files: readonly Init[], symbol: string) {
	const folder = temporaryFolder(onTestFinished);
	const protoset = join(folder, "set.binpb");
	const schema = await schemaOf(files, symbol);
	await writeProtoset(schema, protoset);
	await writeProtoFiles(schema, join(folder, "protos"));
	const bytes = execFileSync(process.execPath, [BUF, "build", protoset, "-o-"]);
	return {
		fromProtoset: fromBinary(FileDescriptorSetSchema, bytes).file,
		fromProtos: buildProtos(join(folder, "protos")).file,
	};
}

it("buf reads a protoset and proto files of what protobuf.js sent", async () => {
	const { fromProtoset, fromProtos } = await written(
		ofProtobufJs,
		"shop.v1.Orders",
	);
	for (const files of [fromProtoset, fromProtos]) {
		const own = files.filter(({ name }) => !name.startsWith("google/"));
		expect(own.map(({ name }) => name).sort()).toEqual([
			"money.proto",
			"shop_v1.proto",
		]);
		const shop = own.find(({ name }) => name === "shop_v1.proto");
		expect(new Set(shop?.dependency)).toEqual(
			new Set(["money.proto", "google/protobuf/timestamp.proto"]),
		);
		expect(shop?.messageType[0]?.nestedType[0]?.name).toBe("LineItemsEntry");
		const money = own.find(({ name }) => name === "money.proto");
		expect(money?.messageType[0]?.field[0]?.defaultValue).toMatch(
			/^a(\\042|\\")\\000\\303\\251$/,
		);
	}
});

const user: Init = {
	name: "user.proto",
	package: "user",
	syntax: "proto3",
	dependency: ["money.proto", "options.proto", "v1/base.proto"],
	publicDependency: [1, 2],
	messageType: [
		{
			name: "User",
			field: [
				{
					name: "base_of",
					number: 1,
					label: Label.OPTIONAL,
					type: Type.MESSAGE,
					typeName: ".base.Base",
				},
			],
		},
	],
	service: [service("Users", ".user.User", ".user.User")],
};
const base: Init = {
	name: "base.proto",
	package: "base",
	syntax: "proto3",
	messageType: [{ name: "Base" }],
};
const money: Init = { name: "money.proto", package: "money", syntax: "proto3" };

it("imports lead to where the files are, and imports that nothing needs are left out", async () => {
	const { fromProtoset, fromProtos } = await written(
		[user, base, money],
		"user.Users",
	);
	for (const files of [fromProtoset, fromProtos]) {
		const found = files.find(({ name }) => name === "user.proto");
		expect(found?.dependency).toEqual(["money.proto", "base.proto"]);
		expect(found?.publicDependency).toEqual([]);
	}
});

it("an import stays where a type of it may be missing", async () => {
	const exported = await exportedFiles(
		await schemaOf([user, money], "user.Users"),
	);
	const dependencies = exported.map(({ file }) => file.proto.dependency);
	expect(dependencies).toContainEqual(user.dependency);
});

it("what compilers can read stays as it was received", async () => {
	const compiled: Init = {
		...user,
		dependency: ["base.proto"],
		publicDependency: [0],
	};
	const files = [base, compiled];
	const exported = await exportedFiles(await schemaOf(files, "user.Users"));
	expect(exported.map(({ bytes }) => bytes)).toEqual(files.map(descriptor));
});

/** Returns what is exported of compiled files, and their bytes before, both by name. */
async function exportOf(files: readonly FileDescriptorProto[]) {
	const raw = files.map(rawFileOf);
	const schema = await schemaOfStore(createFileStore(raw), {
		files: raw.map(({ name }) => name),
		services: [],
	});
	const exported = await exportedFiles(schema);
	return {
		before: new Map(raw.map(({ name, bytes }) => [name, bytes])),
		after: new Map(exported.map(({ file, bytes }) => [file.proto.name, bytes])),
	};
}

it.each(["proto", "print/proto", "conformance/proto", "proto-files/corpus"])(
	"the files of %s stay as buf compiled them",
	async (folder) => {
		const { file } = buildProtos(join(import.meta.dirname, "..", folder));
		const { before, after } = await exportOf(file);
		const own = [...before].filter(([name]) => !name.startsWith("google/"));
		for (const [name, bytes] of own)
			expect(bytes, name).toEqual(after.get(name));
	},
);

/** Returns bytes as protoc writes them into a default (absl::CEscape). */
const escaped = (bytes: Uint8Array) =>
	Buffer.from(bytes)
		.toString("latin1")
		.replace(
			/[^ -~]|["'\\]/g,
			(byte) =>
				({ "\n": "\\n", "\r": "\\r", "\t": "\\t" })[byte] ??
				(/["'\\]/.test(byte)
					? `\\${byte}`
					: `\\${byte.charCodeAt(0).toString(8).padStart(3, "0")}`),
		);

it("a file with any default of bytes stays as protoc compiled it", async () => {
	const bytes = fc.uint8Array({ maxLength: 20 });
	const awkward = fc.array(fc.constantFrom(...Buffer.from("\"'\\\n0427")), {
		maxLength: 8,
	});
	await fc.assert(
		fc.asyncProperty(
			fc.oneof(
				bytes,
				awkward.map((values) => Uint8Array.from(values)),
			),
			async (value) => {
				const file = create(FileDescriptorProtoSchema, {
					name: "a.proto",
					messageType: [
						{
							name: "A",
							field: [
								{
									name: "b",
									number: 1,
									label: Label.OPTIONAL,
									type: Type.BYTES,
									defaultValue: escaped(value),
								},
							],
						},
					],
				});
				const { before, after } = await exportOf([file]);
				expect(after).toEqual(before);
			},
		),
	);
});

/** What Elixir's server sends: a file for each message, also where messages use each other or themselves. */
const ofElixir: readonly Init[] = [
	{
		name: "tree.Node.proto",
		package: "tree",
		syntax: "proto3",
		dependency: ["tree.Edge.proto", "tree.Node.proto"],
		messageType: [
			{ name: "Node", field: fields({ edge: ".tree.Edge", up: ".tree.Node" }) },
		],
	},
	{
		name: "tree.Edge.proto",
		package: "tree",
		syntax: "proto3",
		dependency: ["tree.Node.proto", "tree.Leaf.proto"],
		messageType: [
			{ name: "Edge", field: fields({ to: ".tree.Node", leaf: ".tree.Leaf" }) },
		],
	},
	{
		name: "tree.Leaf.proto",
		package: "tree",
		syntax: "proto3",
		dependency: ["tree.Leaf.proto"],
		messageType: [{ name: "Leaf", field: fields({ next: ".tree.Leaf" }) }],
	},
	{
		name: "tree.Trees.proto",
		package: "tree",
		syntax: "proto3",
		dependency: ["tree.Node.proto", "tree.Edge.proto"],
		service: [service("Trees", ".tree.Node", ".tree.Edge")],
	},
];

it("buf reads what is written of files that import each other and themselves", async () => {
	const { fromProtoset, fromProtos } = await written(ofElixir, "tree.Trees");
	for (const files of [fromProtoset, fromProtos]) {
		const messages = files.flatMap(({ messageType }) => messageType);
		const names = messages.map(({ name }) => name);
		expect(names.sort()).toEqual(["Edge", "Leaf", "Node"]);
		expect(files.map(({ service }) => service.length)).toEqual([0, 0, 1]);
	}
});
