// What is written of files that use each other, with all that descriptors may have: custom options, extensions, groups, public imports.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { create, createFileRegistry, fromBinary } from "@bufbuild/protobuf";
import {
	type FileDescriptorProto,
	FileDescriptorProtoSchema,
	FileDescriptorSetSchema,
	SourceCodeInfoSchema,
} from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { afterAll, expect, it, onTestFinished } from "vitest";
import { exportedFiles } from "../../../../src/schema/export/exported-files.ts";
import {
	writeProtoFiles,
	writeProtoset,
} from "../../../../src/schema/export/write-schema.ts";
import { createFileStore } from "../../../../src/schema/link/file-store.ts";
import { rawFileOf } from "../../../../src/schema/link/raw-file.ts";
import { describeSymbol } from "../../../../src/schema/print/describe-symbol.ts";
import { protoFilesSource } from "../../../../src/schema/proto-files/proto-files-source.ts";
import type { Schema } from "../../../../src/schema/schema.ts";
import { schemaOfStore } from "../../../../src/schema/source/schema-of-store.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";
import { BUF, buildProtos } from "../build.ts";
import { type Sources, writeSources } from "../node-files.ts";
import { fields } from "../reflection/fake-session.ts";

type Files = readonly FileDescriptorProto[];

async function compiled(folder: string, names: readonly string[]) {
	const source = protoFilesSource({ protos: names, importPaths: [folder] });
	const { registry } = await source.everything();
	return [...registry.files].map(({ proto }) => proto);
}

/** Makes one file of those with the same name before a dash: of `a-1.proto` and `a-2.proto`, `a.proto`. */
function merged(files: Files): Files {
	const nameOf = (name: string) => name.replace(/-.*(?=\.proto$)/, "");
	const groups = Map.groupBy(files, ({ name }) => nameOf(name));
	return [...groups].map(([name, group]) => {
		const [first] = group;
		const options = group.findLast((file) => file.options)?.options;
		const imports = group.flatMap((file) => file.dependency.map(nameOf));
		const dependency = [...new Set(imports)].filter((one) => one !== name);
		const passedOn = group.flatMap((file) =>
			file.publicDependency.map((at) => nameOf(file.dependency[at] ?? "")),
		);
		return create(FileDescriptorProtoSchema, {
			name,
			package: first?.package ?? "",
			syntax: first?.syntax ?? "",
			...(first?.edition ? { edition: first.edition } : {}),
			...(options ? { options } : {}),
			dependency,
			publicDependency: [...new Set(passedOn)]
				.map((one) => dependency.indexOf(one))
				.filter((at) => at >= 0),
			messageType: group.flatMap(({ messageType }) => messageType),
			enumType: group.flatMap(({ enumType }) => enumType),
			service: group.flatMap(({ service }) => service),
			extension: group.flatMap(({ extension }) => extension),
		});
	});
}

function schemaOf(files: Files): Promise<Schema> {
	return schemaOfStore(createFileStore(files.map(rawFileOf)), {
		files: files.map(({ name }) => name),
		services: [],
	});
}

/** Returns what is exported of files that come of such sources. */
async function exportOf(sources: Sources): Promise<Files> {
	const folder = temporaryFolder(onTestFinished);
	writeSources(folder, sources);
	const files = merged(await compiled(folder, Object.keys(sources)));
	const exported = await exportedFiles(await schemaOf(files));
	return exported
		.map(({ bytes }) => fromBinary(FileDescriptorProtoSchema, bytes))
		.filter(({ name }) => !name.startsWith("google/"));
}

/** Returns what the types of files say, by name. */
function described(files: Files): Readonly<Record<string, unknown>> {
	const set = { $typeName: FileDescriptorSetSchema.typeName, file: [...files] };
	const registry = createFileRegistry(set);
	const names = [...registry]
		.filter(({ file }) => !file.name.startsWith("google/"))
		.map(({ typeName }) => typeName);
	return Object.fromEntries(
		names.map((name) => [name, describeSymbol(registry, name)?.source]),
	);
}

/** Each package uses types and options of the other. */
const CIRCLE: Sources = {
	"a-1.proto": `
		syntax = "proto2"; package a;
		import "google/protobuf/descriptor.proto";
		message Base { extensions 100 to 200; message Inner { optional string s = 1; } }
		extend google.protobuf.FieldOptions { optional Base note = 50001; }
	`,
	"b-1.proto": `
		syntax = "proto2"; package b;
		import "google/protobuf/descriptor.proto"; import "a-1.proto";
		extend google.protobuf.FileOptions { optional string owner = 50002; }
		extend google.protobuf.MethodOptions { optional a.Base.Inner how = 50003; }
		extend a.Base { optional int32 rank = 100; }
		message Used { optional a.Base.Inner inner = 1 [(a.note) = { [b.rank]: 7 }]; }
	`,
	"a-2.proto": `
		syntax = "proto2"; package a;
		import "a-1.proto"; import public "b-1.proto";
		option java_outer_classname = "Everything"; option (b.owner) = "team";
		message Last { extensions 100; optional string s = 1 [(a.note) = { [b.rank]: 8 }]; map<string, b.Used> all = 2; }
		service S { rpc Get(Last) returns (b.Used) { option (b.how) = { s: "x" }; } }
	`,
	"b-2.proto": `
		syntax = "proto2"; package b;
		import "a-1.proto"; import "a-2.proto";
		extend a.Base { optional group Card = 101 { optional a.Base base = 1; } }
		extend a.Last { optional group Slip = 100 { optional string s = 1; } }
	`,
	"outside.proto": `
		syntax = "proto2"; package outside;
		import "a-2.proto"; import "a-1.proto";
		option (b.owner) = "others";
		message M { optional a.Base base = 1 [(a.note) = { [b.rank]: 9 }]; }
	`,
};

it("compilers read the parts, with all that the files had", async () => {
	const folder = temporaryFolder(onTestFinished);
	writeSources(join(folder, "in"), CIRCLE);
	const { file } = buildProtos(join(folder, "in"));
	const schema = await schemaOf(merged(file));
	await writeProtoset(schema, join(folder, "set.binpb"));
	await writeProtoFiles(schema, join(folder, "out"));

	const protoset = join(folder, "set.binpb");
	execFileSync(process.execPath, [BUF, "build", protoset, "-o", "/dev/null"]);
	const set = fromBinary(FileDescriptorSetSchema, readFileSync(protoset)).file;
	const source = buildProtos(join(folder, "out")).file;
	for (const files of [set, source]) {
		expect(described(files)).toEqual(described(file));
		const options = files
			.filter(({ name }) => !name.startsWith("google/"))
			.map(({ name, options: own }) => [
				name,
				own?.javaOuterClassname ?? "",
				own?.$unknown?.map(({ no }) => no) ?? [],
			]);
		expect(options.toSorted()).toEqual([
			["a.part1.proto", "", []],
			["a.proto", "Everything", [50002]],
			["b.part1.proto", "", []],
			["b.part2.proto", "", []],
			["b.proto", "", []],
			["outside.proto", "", [50002]],
		]);
	}
	expect(described(source)["outside.M"]).toContain("{ [b.rank]: 9 }");
});

const IMPLICIT =
	'edition = "2023"; package p; option features.field_presence = IMPLICIT;';
const EXPLICIT =
	'edition = "2023"; package p; option features.field_presence = EXPLICIT;';

/** Two packages of which two messages of the first come before the second, and one after it. */
const SANDWICH: Sources = {
	"a-1.proto":
		'syntax = "proto3"; package a; message First {} message Also { First of = 1; }',
	"b.proto":
		'syntax = "proto3"; package b; import "a-1.proto"; message Middle { a.First of = 1; }',
	"a-2.proto":
		'syntax = "proto3"; package a; import "b.proto"; message Last { b.Middle of = 1; }',
};

it("a part has no name of another file", async () => {
	const files = await exportOf({
		...SANDWICH,
		"a.part1.proto": 'syntax = "proto3"; package other;',
	});
	const names = files.map(({ name }) => name);
	expect(names.toSorted()).toEqual([
		"a.part1.proto",
		"a.part2.proto",
		"a.proto",
		"b.proto",
	]);
});

it("who imports a file that was divided finds all of it", async () => {
	const files = await exportOf(SANDWICH);
	const last = files.find(({ name }) => name === "a.proto");
	expect(last?.dependency).toEqual(["a.part1.proto", "b.proto"]);
	expect(last?.publicDependency).toEqual([0]);
});

it("the options of a file come after what they use", async () => {
	const files = await exportOf({
		"a-1.proto": 'syntax = "proto2"; package a; message Owner {}',
		"b.proto": `
			syntax = "proto2"; package b;
			import "google/protobuf/descriptor.proto"; import "a-1.proto";
			extend google.protobuf.FileOptions { optional a.Owner owner = 50004; }
		`,
		"a-2.proto":
			'syntax = "proto2"; package a; import "b.proto"; option (b.owner) = {};',
	});
	const imports = files.map(({ name, dependency }) => [name, dependency]);
	expect(imports).toEqual([
		["a.part1.proto", []],
		["b.proto", ["google/protobuf/descriptor.proto", "a.part1.proto"]],
		["a.proto", ["a.part1.proto", "b.proto"]],
	]);
});

it("a part has no comments, which would be those of other declarations", async () => {
	const folder = temporaryFolder(onTestFinished);
	writeSources(folder, SANDWICH);
	const files = merged(await compiled(folder, Object.keys(SANDWICH)));
	for (const file of files)
		file.sourceCodeInfo = create(SourceCodeInfoSchema, {
			location: [
				{ path: [4, 0], span: [0, 0, 1], leadingComments: "the first" },
			],
		});
	const exported = await exportedFiles(await schemaOf(files));
	const commented = exported
		.map(({ bytes }) => fromBinary(FileDescriptorProtoSchema, bytes))
		.filter((file) => file.sourceCodeInfo !== undefined);
	expect(commented.filter(({ name }) => /^[ab]/.test(name))).toEqual([]);
});

it.each([
	["features", IMPLICIT, EXPLICIT],
	["packages", IMPLICIT, IMPLICIT.replace("package p", "package q")],
	["editions", 'edition = "2023"; package p;', 'edition = "2024"; package p;'],
	[
		"syntaxes",
		'syntax = "proto3"; package p;',
		'syntax = "proto2"; package p;',
	],
])(
	"types that use each other are in no file together where %s differ",
	async (_, first, second) => {
		const folder = temporaryFolder(onTestFinished);
		writeSources(folder, {
			"A.proto": `${first} message A { repeated A of = 1; }`,
			"B.proto": `${second} message B { repeated B of = 1; }`,
		});
		const files = await compiled(folder, ["A.proto", "B.proto"]);
		const own = files.filter(({ name }) => /^[AB]/.test(name));
		const typeName = (file: FileDescriptorProto | undefined) =>
			`.${file?.package}.${file?.messageType[0]?.name}`;
		for (const file of own) {
			const other = own.find((one) => one !== file);
			for (const field of file.messageType.flatMap((message) => message.field))
				field.typeName = typeName(other);
			file.dependency.push(other?.name ?? "");
		}
		await expect(exportedFiles(await schemaOf(own))).rejects.toMatchObject({
			code: "schema",
			message: expect.stringMatching(
				"use each other, and no file can hold both",
			),
		});
	},
);

it("a file of many parts is divided in a moment", async () => {
	const count = 4_000;
	const ofLevel = (level: number) => ({
		name: `M${level}`,
		field: fields(level === 0 ? {} : { of: typeAt(level - 1) }),
	});
	const packageAt = (level: number) => (level % 2 === 0 ? "a" : "b");
	const typeAt = (level: number) => `.${packageAt(level)}.M${level}`;
	const levels = Array.from({ length: count }, (_, level) => level);
	const files = ["a", "b"].map((inPackage) =>
		create(FileDescriptorProtoSchema, {
			name: `${inPackage}.proto`,
			package: inPackage,
			syntax: "proto3",
			messageType: levels
				.filter((level) => packageAt(level) === inPackage)
				.map(ofLevel),
		}),
	);
	const exported = await exportedFiles(await schemaOf(files));
	expect(exported).toHaveLength(count);
});

/** A declaration of one of three packages, and what it uses of those before it. */
type Drawn = {
	readonly inPackage: string;
	readonly kind: "message" | "option" | "extension" | "service";
	readonly picks: readonly number[];
};

const drawn = fc.record<Drawn>({
	inPackage: fc.constantFrom("a", "a.b", "c"),
	kind: fc.constantFrom("message", "option", "extension", "service"),
	picks: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
});

/** Returns a file for each declaration, which imports all before it. */
function sourcesOf(declarations: readonly Drawn[]): Sources {
	const messages: string[] = [];
	const options: string[] = [];
	const paths: string[] = [];
	const sources = declarations.map(({ inPackage, kind, picks }, at) => {
		const chosen = <T>(all: readonly T[]) =>
			all.length === 0 ? [] : picks.map((pick) => all[pick % all.length]);
		const set = [...new Set(chosen(options))].map((name) => `(.${name}) = {}`);
		const marks = set.length === 0 ? "" : ` [${set.join(", ")}]`;
		const uses = chosen(messages);
		const imports = paths.map((path) => `import "${path}";`);
		paths.push(`${inPackage}-${at}.proto`);
		const own = `${inPackage}.M${at}`;
		messages.push(own);
		const declared = [
			`message M${at} {`,
			"  extensions 1000 to max;",
			...uses.map(
				(type, no) => `  optional .${type} f${no} = ${no + 1}${marks};`,
			),
			"}",
		];
		if (kind === "service")
			declared.push(
				`service S${at} { rpc Get(.${uses[0] ?? own}) returns (.${own}); }`,
			);
		if (kind === "extension")
			declared.push(
				`extend .${uses[0] ?? own} { optional .${own} x${at} = ${1000 + at}${marks}; }`,
			);
		if (kind === "option") {
			declared.push(
				`extend google.protobuf.FieldOptions { optional .${uses[0] ?? own} o${at} = ${50_000 + at}; }`,
			);
			options.push(`${inPackage}.o${at}`);
		}
		const source = [
			`syntax = "proto2"; package ${inPackage};`,
			'import "google/protobuf/descriptor.proto";',
			...imports,
			...declared,
		];
		return [`${inPackage}-${at}.proto`, source.join("\n")] as const;
	});
	return Object.fromEntries(sources);
}

const folder = temporaryFolder(afterAll);
let runs = 0;

it("whatever uses what, all is in the parts, and they can be compiled", async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(drawn, { minLength: 2, maxLength: 8 }),
			async (declarations) => {
				const place = join(folder, String(++runs));
				const sources = sourcesOf(declarations);
				writeSources(join(place, "in"), sources);
				const files = await compiled(join(place, "in"), Object.keys(sources));
				const schema = await schemaOf(merged(files));
				expect(schema.problems).toEqual([]);
				await writeProtoset(schema, join(place, "set.binpb"));
				const set = fromBinary(
					FileDescriptorSetSchema,
					readFileSync(join(place, "set.binpb")),
				).file;
				expect(described(set)).toEqual(described(files));
				await writeProtoFiles(schema, join(place, "out"));
				const names = set.map(({ name }) => name);
				expect(described(await compiled(join(place, "out"), names))).toEqual(
					described(files),
				);
			},
		),
		{ numRuns: 20 },
	);
}, 60_000);
