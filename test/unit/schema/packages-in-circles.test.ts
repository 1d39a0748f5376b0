// Schemas of servers that make one file of each package, though the packages use each other.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
	createFileRegistry,
	equals,
	type FileRegistry,
	fromBinary,
	toBinary,
} from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { afterAll, expect, it, onTestFinished } from "vitest";
import {
	writeProtoFiles,
	writeProtoset,
} from "../../../src/schema/export/write-schema.ts";
import { describeSymbol } from "../../../src/schema/print/describe-symbol.ts";
import { protoFilesSource } from "../../../src/schema/proto-files/proto-files-source.ts";
import { reflectionSource } from "../../../src/schema/reflection/reflection-source.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { anyMessage } from "./arbitrary-message.ts";
import { BUF, buildProtos } from "./build.ts";
import { descriptorsInNode, type Sources, writeSources } from "./node-files.ts";
import { fakeSession } from "./reflection/fake-session.ts";

const PACKAGES = ["a", "a.b", "c", "c.a"];

/** A message M3 of a file, with the numbers of the messages that its fields have. */
type Drawn = {
	readonly inPackage: string;
	readonly messages: readonly (readonly number[])[];
};

const drawnFile = fc.record<Drawn>({
	inPackage: fc.constantFrom(...PACKAGES),
	messages: fc.array(fc.array(fc.nat(), { maxLength: 4 }), {
		minLength: 1,
		maxLength: 3,
	}),
});

/** Returns files of which each uses those before it. Messages of one file use each other. */
function sourcesOf(files: readonly Drawn[]): Sources {
	const known: string[] = [];
	const sources = files.map(({ inPackage, messages }, file) => {
		const name = (index: number) => `.${inPackage}.M${file}_${index}`;
		known.push(...messages.map((_, index) => name(index)));
		const types = messages.flatMap((picks, index) => {
			const fields = picks.map((pick, at) => {
				const type = known[pick % known.length] ?? name(index);
				// protobuf.js names the entry of a map as the first message here may be named.
				const field =
					at === 0 ? type.replace(/^.*\./, "").toLowerCase() : `f${at}`;
				return `  ${usage(type, pick)} ${field} = ${at + 1};`;
			});
			return [
				`message M${file}_${index} {`,
				...fields,
				"  message Inner { optional string text = 1; }",
				"  enum Kind { ZERO = 0; ONE = 1; }",
				"  bytes own = 100;",
				"}",
			];
		});
		const imports = files
			.slice(0, file)
			.map((_, before) => `import "f${before}.proto";`);
		const [first] = known;
		const source = [
			'syntax = "proto3";',
			`package ${inPackage};`,
			...imports,
			...types,
			`service S${file} { rpc Get(${name(0)}) returns (stream ${first}); }`,
		];
		return [`f${file}.proto`, source.join("\n")] as const;
	});
	return Object.fromEntries(sources);
}

function usage(type: string, pick: number): string {
	const kinds = [
		type,
		`repeated ${type}`,
		`map<string, ${type}.Inner>`,
		`optional ${type}.Kind`,
		`map<int32, ${type}>`,
		`repeated ${type}.Kind`,
	];
	return kinds[pick % kinds.length] ?? type;
}

const isDrawn = (name: string) => /^(a|c)\./.test(name);

/** Returns what the types of a registry say. */
function described(registry: FileRegistry): readonly (string | undefined)[] {
	const names = [...registry].map(({ typeName }) => typeName).filter(isDrawn);
	return names
		.sort()
		.map((name) => describeSymbol(registry, name)?.source ?? name);
}

/** Asserts that messages of one registry are the same in another. */
function requireSameMessages(from: FileRegistry, to: FileRegistry): void {
	for (const type of from) {
		const other = to.getMessage(type.typeName);
		if (type.kind !== "message" || !isDrawn(type.typeName)) continue;
		if (other === undefined) throw new Error(`no ${type.typeName}`);
		for (const message of fc.sample(anyMessage(type), 3)) {
			const bytes = toBinary(type, message);
			const read = fromBinary(other, bytes);
			expect(toBinary(other, read)).toEqual(bytes);
			const back = fromBinary(type, toBinary(other, read));
			expect(equals(type, back, message)).toBe(true);
		}
	}
}

const folder = temporaryFolder(afterAll);
let runs = 0;

it("whatever uses what, the schema is that of the files it was made of, and it can be written", async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(drawnFile, { minLength: 1, maxLength: 6 }),
			async (files) => {
				const place = join(folder, String(++runs));
				const sources = sourcesOf(files);
				const original = await protoFilesSource({
					protos: writeSources(join(place, "in"), sources),
					importPaths: [join(place, "in")],
				}).everything();
				const sent = descriptorsInNode(join(place, "in"), sources);
				const schema = await reflectionSource(fakeSession(sent)).everything();
				expect(schema.problems).toEqual([]);
				const expected = described(original.registry);
				expect(described(schema.registry)).toEqual(expected);
				requireSameMessages(original.registry, schema.registry);

				await writeProtoset(schema, join(place, "set.binpb"));
				const set = fromBinary(
					FileDescriptorSetSchema,
					readFileSync(join(place, "set.binpb")),
				);
				expect(described(createFileRegistry(set))).toEqual(expected);
				await writeProtoFiles(schema, join(place, "out"));
				const written = await protoFilesSource({
					protos: set.file.map(({ name }) => name),
					importPaths: [join(place, "out")],
				}).everything();
				expect(described(written.registry)).toEqual(expected);
			},
		),
		{ numRuns: 60 },
	);
}, 60_000);

/** A service of each package. Types of both packages use those of the other. */
const SHOP: Sources = {
	"shop/common.proto": `
		syntax = "proto3";
		package shop;
		message Id { string of = 1; message Part { int32 at = 1; } }
		enum State { STATE_UNKNOWN = 0; OPEN = 1; }
	`,
	"pay/pay.proto": `
		syntax = "proto3";
		package pay;
		import "shop/common.proto";
		message Bill { shop.Id id = 1; shop.Id.Part part = 2; repeated shop.State states = 3; }
		message Sum { int64 cents = 1; Bill from = 2; }
	`,
	"shop/orders.proto": `
		syntax = "proto3";
		package shop;
		import "shop/common.proto";
		import "pay/pay.proto";
		message Order { Id id = 1; map<string, pay.Bill> bills = 2; }
		service Orders { rpc Pay(Order) returns (pay.Sum); }
	`,
};

it("files are divided where compilers could not read them otherwise", async () => {
	const place = temporaryFolder(onTestFinished);
	const sent = descriptorsInNode(join(place, "in"), SHOP);
	const schema = await reflectionSource(fakeSession(sent)).schemaOf(
		"shop.Orders",
	);
	await writeProtoset(schema, join(place, "set.binpb"));
	await writeProtoFiles(schema, join(place, "out"));
	execFileSync(process.execPath, [
		BUF,
		"build",
		join(place, "set.binpb"),
		"-o-",
	]);
	const compiled = buildProtos(join(place, "out")).file;
	const declared = compiled.map(({ name, dependency, ...file }) => ({
		name,
		dependency,
		declares: [...file.messageType, ...file.enumType, ...file.service].map(
			(each) => each.name,
		),
	}));
	expect(declared).toEqual([
		{
			name: "shop.part1.proto",
			dependency: [],
			declares: ["Id", "State"],
		},
		{
			name: "pay.proto",
			dependency: ["shop.part1.proto"],
			declares: ["Bill", "Sum"],
		},
		{
			name: "shop.proto",
			dependency: ["shop.part1.proto", "pay.proto"],
			declares: ["Order", "Orders"],
		},
	]);
});

it("types of two packages that use each other are described, and cannot be written", async () => {
	const place = temporaryFolder(onTestFinished);
	const sent = descriptorsInNode(place, {
		"a.proto":
			'syntax = "proto3"; package a; import "b.proto"; message A { b.B of = 1; } service S { rpc Get(A) returns (b.B); }',
		"b.proto":
			'syntax = "proto3"; package b; import "a.proto"; message B { a.A of = 1; }',
	});
	const schema = await reflectionSource(fakeSession(sent)).schemaOf("a.S");
	expect(describeSymbol(schema.registry, "b.B")?.source).toContain(".a.A of");
	await expect(
		writeProtoset(schema, join(place, "set.binpb")),
	).rejects.toMatchObject({
		code: "schema",
		message:
			"the schema cannot be written: b.B and a.A use each other, and no file can hold both",
	});
});
