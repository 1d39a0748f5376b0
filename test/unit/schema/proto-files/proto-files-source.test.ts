import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { type FileRegistry, fromBinary, toJson } from "@bufbuild/protobuf";
import {
	type FileDescriptorProto,
	FileDescriptorProtoSchema,
	MessageOptionsSchema,
} from "@bufbuild/protobuf/wkt";
import { afterAll, describe, expect, it } from "vitest";
import { protoFilesSource } from "../../../../src/schema/proto-files/proto-files-source.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";
import { registryOf } from "../build.ts";

const folder = temporaryFolder(afterAll);

async function write(name: string, source: string) {
	const path = join(folder, name);
	await mkdir(dirname(path), { recursive: true });
	await writeFile(path, source);
}

const compile = (...protos: readonly string[]) =>
	protoFilesSource({ protos, importPaths: [folder] });

describe("buf compiles the same", () => {
	const given = ["../proto", "options"]
		.map((place) => join(import.meta.dirname, place))
		.flatMap((corpus) => {
			const registry = registryOf(corpus);
			return [...registry.files]
				.filter(({ name }) => !name.startsWith("google/"))
				.map(({ proto }) => [proto.name, corpus, proto, registry] as const);
		});

	it.each(given)("%s", async (name, corpus, proto, registry) => {
		const source = protoFilesSource({
			protos: [name],
			importPaths: [corpus],
		});
		const { files, problems } = await source.everything();
		expect(problems).toEqual([]);
		const ours = files
			.map((bytes) => fromBinary(FileDescriptorProtoSchema, bytes))
			.find((file) => file.name === name);
		expect(plain(ours, registry)).toEqual(plain(proto, registry));
	});
});

/** Returns a file as JSON, with custom options. Comments have a test of their own. */
function plain(proto: FileDescriptorProto | undefined, registry: FileRegistry) {
	if (proto === undefined) return undefined;
	const { sourceCodeInfo: _, ...rest } = proto;
	return toJson(FileDescriptorProtoSchema, rest, { registry });
}

it("max is the last number of a message set, which has more than others (protoc's parser.cc)", async () => {
	const option = "option message_set_wire_format = true;";
	await write(
		"set.proto",
		`message Set { extensions 4 to max; ${option} } message Other { reserved 9 to max; }`,
	);
	const { registry } = await compile("set.proto").everything();
	const { extensionRange } = registry.getMessage("Set")?.proto ?? {};
	expect(extensionRange).toMatchObject([{ start: 4, end: 2 ** 31 - 1 }]);
	const { reservedRange } = registry.getMessage("Other")?.proto ?? {};
	expect(reservedRange).toMatchObject([{ start: 9, end: 2 ** 29 }]);
});

describe("files", () => {
	it("are found by their path under an import path, and by one that leads there", async () => {
		await write(
			"shop/money.proto",
			'syntax = "proto3"; package shop; message Money {}',
		);
		await write(
			"shop/user.proto",
			'syntax = "proto3"; package shop; import "shop/money.proto"; import "google/protobuf/timestamp.proto";\nmessage User { Money m = 1; google.protobuf.Timestamp at = 2; }\nservice Users { rpc Get(User) returns (stream User); }',
		);
		for (const path of ["shop/user.proto", join(folder, "shop/user.proto")]) {
			const source = compile(path);
			expect(await source.services()).toEqual(["shop.Users"]);
			const { registry } = await source.schemaOf("shop.Users/Get");
			expect(registry.getService("shop.Users")?.methods[0]?.methodKind).toBe(
				"server_streaming",
			);
		}
	});

	it("are found elsewhere without an import path, with what is beside them", async () => {
		await write("far/b.proto", "package far; message B {}");
		await write(
			"far/a.proto",
			'package far; import "b.proto"; message A { optional B b = 1; }',
		);
		const path = join(folder, "far/a.proto");
		for (const given of [path, relative(".", path)]) {
			const source = protoFilesSource({ protos: [given], importPaths: [] });
			const { registry } = await source.schemaOf("far.A");
			expect(registry.getFile("a.proto")).toBeDefined();
		}
	});

	it("are one file however their path is written", async () => {
		await write("one.proto", "package one; message A {}");
		await write(
			"two.proto",
			'package one; import "one.proto"; message B { optional A a = 1; }',
		);
		for (const given of ["./one.proto", ".//one.proto", "shop/../one.proto"]) {
			const { registry } = await compile(given, "./two.proto").everything();
			expect([...registry.files].map(({ name }) => name)).toEqual(
				expect.arrayContaining(["one", "two"]),
			);
		}
	});

	it("go by their import path even where it leads to the current folder", async () => {
		const [last = ""] = process.cwd().split(sep).slice(-1);
		const source = protoFilesSource({
			protos: [`${last}/test/proto/user.proto`],
			importPaths: [".."],
		});
		expect(await source.services()).toEqual(["user.UserService"]);
	});

	it("that import what is below a folder around them are told which folder that is", async () => {
		await write("api/shop/v1/user.proto", 'import "shop/v1/money.proto";');
		await write("api/shop/v1/money.proto", "package shop.v1;");
		await expect(
			compile("api/shop/v1/user.proto").services(),
		).rejects.toMatchObject({
			hint: [
				`looked for ${join(folder, "shop/v1/money.proto")}`,
				`it is found with --import-path ${join(folder, "api")}`,
			],
		});
	});

	it("may import what is not there, and are told of it with all places", async () => {
		await write("a.proto", 'syntax = "proto3";\n  import "gone/b.proto";');
		await expect(compile("a.proto").services()).rejects.toMatchObject({
			code: "bad-input",
			message: "a.proto:2:10: the import gone/b.proto is not there",
			hint: [
				`looked for ${join(folder, "gone/b.proto")}`,
				"--import-path names another folder",
			],
		});
		await expect(compile("none.proto").services()).rejects.toMatchObject({
			code: "bad-input",
			message: "--proto: there is no file none.proto",
		});
	});

	it.each([
		"../secret.proto",
		"/etc/passwd",
		"a/../b.proto",
		"./b.proto",
		"a//b.proto",
		"..\\\\b.proto",
	])("may not import what protoc takes for no path: %s", async (path) => {
		await write("a.proto", `import "${path}";`);
		await write("b.proto", "");
		await write("a/b.proto", "");
		await expect(compile("a.proto").services()).rejects.toMatchObject({
			code: "bad-input",
			message: "a.proto:1:8: an import is a path below an import folder",
		});
	});

	it.skipIf(process.platform === "win32")(
		"may not import what has no end, such as a link to a device",
		async () => {
			await symlink("/dev/zero", join(folder, "zero.proto"));
			await write("a.proto", 'import "zero.proto";');
			await expect(compile("a.proto").services()).rejects.toMatchObject({
				code: "bad-input",
				message: `a.proto:1:8: ${join(folder, "zero.proto")} is no file`,
			});
		},
	);

	it.each([
		[
			'syntax = "proto3";\nmessage A {\n  string a 1;\n}',
			'3:12: "=" was expected, not "1"',
		],
		['syntax = "proto4";', '1:10: the syntax is "proto2" or "proto3"'],
		["message A {", "a field's type was expected, not the end of the file"],
		[
			"message A { optional string a = 0; }",
			"1:33: field numbers are 1 to 536870911",
		],
		["mesage A {}", '1:1: a declaration was expected, not "mesage"'],
		["message A { map<bytes, int32> a = 1; }", "a map's key is"],
		['option java_package = "a\n";', "1:23: a string that does not end"],
		["option nonsense = 1;", "1:8: there is no option nonsense"],
		["message A { optional Gone a = 1; }", "there is no type Gone"],
		[`${"message A {".repeat(10_000)}`, "nest more than 90 deep"],
		["/* never", "1:1: a comment that does not end"],
		["message A { int32 a = §; }", '1:23: "§" does not belong here'],
	])("may be wrong: %s", async (source, message) => {
		await write("wrong.proto", source);
		await expect(compile("wrong.proto").services()).rejects.toMatchObject({
			code: "bad-input",
			message: expect.stringContaining(message),
		});
	});

	it("mean the types that they import, also where others are nearer", async () => {
		await write("out.proto", "package out; message X {}");
		await write("near.proto", "package in.out; message X {}");
		await write(
			"in.proto",
			'package in; import "out.proto"; message M { optional out.X x = 1; }',
		);
		const { registry } = await compile("near.proto", "in.proto").everything();
		const [field] = registry.getMessage("in.M")?.fields ?? [];
		expect(field?.message?.typeName).toBe("out.X");
	});

	it("that import each other cannot be used", async () => {
		await write("x.proto", 'import "y.proto"; message X {}');
		await write("y.proto", 'import "x.proto"; message Y {}');
		await expect(compile("x.proto").schemaOf("X")).rejects.toMatchObject({
			code: "bad-input",
			message:
				"x.proto:1:8: its imports lead back to it: x.proto imports y.proto imports x.proto",
		});
	});
});

describe("a custom option", () => {
	it.each([
		["option (no.such) = 1;", "1:8: option (no.such): no import gives it"],
		[
			'option (opt.declared.of_file) = { text: "x" };',
			'1:8: option (opt.declared.of_file): expected ":"',
		],
		[
			"message M {\n  option (opt.declared.of_message) = { no_such: 1 };\n}",
			'2:10: option (opt.declared.of_message): opt.declared.Rule has no field "no_such"',
		],
		[
			'message M {\n  option deprecated = true;\n  option (opt.declared.of_message).text = "x";\n  option (opt.declared.of_message).inner = { inner { text: 5 } };\n}',
			'4:10: option (opt.declared.of_message).inner: inner.text: expected a string, got "5"',
		],
		[
			'message M {\n  string a = 1 [deprecated = true,\n    (opt.declared.text) = "a", (opt.declared.text) = "b"];\n}',
			"3:32: option (opt.declared.text): ",
		],
	])(
		"that is wrong is named, with its place: %s",
		async (statement, message) => {
			await write(
				"wrong.proto",
				`syntax = "proto3"; package w; import "declared.proto";\n${statement}`,
			);
			const source = protoFilesSource({
				protos: ["wrong.proto"],
				importPaths: [folder, join(import.meta.dirname, "options")],
			});
			await expect(source.services()).rejects.toMatchObject({
				code: "bad-input",
				message: expect.stringContaining(
					`wrong.proto:${message.replace(/^\d+/, (line) => `${Number(line) + 1}`)}`,
				),
			});
		},
	);

	describe("of a file that is given", () => {
		const MORE =
			'syntax = "proto2"; package more; import "declared.proto"; extend opt.declared.Rule { optional int32 more = 102; }';
		const using = (head: string, option: string) =>
			`edition = "2024"; package using; ${head}\nmessage M { option ${option}; }`;
		const given = async (head: string, option: string) => {
			await write("more.proto", MORE);
			await write(
				"public.proto",
				'syntax = "proto2"; import public "declared.proto"; import public "more.proto";',
			);
			await write("using.proto", using(head, option));
			return protoFilesSource({
				protos: ["using.proto", "more.proto"],
				importPaths: [folder, join(import.meta.dirname, "options")],
			}).services();
		};
		const rule = '(opt.declared.of_message) = { text: "x" }';
		const extended = "(opt.declared.of_message) = { [more.more]: 1 }";

		it.each([
			[
				"",
				rule,
				"using.proto:2:20: option (opt.declared.of_message): opt.declared.of_message is in declared.proto, which is not imported",
			],
			[
				'import "declared.proto";',
				extended,
				'using.proto:2:20: option (opt.declared.of_message): opt.declared.Rule has no field "[more.more]"',
			],
			[
				'import "declared.proto";',
				"(opt.declared.of_message).(more.more) = 1",
				"more.more is in more.proto, which is not imported",
			],
		])(
			"is not there without an import: %s %s",
			async (head, option, message) => {
				await expect(given(head, option)).rejects.toThrow(message);
			},
		);

		it.each([
			['import "declared.proto"; import "more.proto";'],
			['import option "declared.proto"; import option "more.proto";'],
			['import "public.proto";'],
		])("is there with %s", async (head) => {
			for (const option of [rule, extended])
				await expect(given(head, option)).resolves.toEqual([]);
		});
	});
});

/** protoc 35 does the same, except for the last case, which only buf accepts. */
describe("an extension in an option's value is looked for", () => {
	const declared = 'import "declared.proto"; import "more.proto";';
	const rule = "option (opt.declared.of_message)";
	it.each([
		[
			"from where its message is declared",
			`${rule} = { [note]: "n" inner { [declared.note]: "m" [opt.declared.note_of]: [{ [note]: "o" }] } };`,
			{
				"[opt.declared.note]": "n",
				inner: {
					"[opt.declared.note]": "m",
					"[opt.declared.note_of]": [{ "[opt.declared.note]": "o" }],
				},
			},
		],
		[
			"there before the file's own package",
			`${rule} = { [note_of] { text: "there" } };`,
			{ "[opt.declared.note_of]": [{ text: "there" }] },
		],
		[
			"from where the option stands",
			`${rule} = { [own]: 3 };`,
			{ "[user.own]": 3 },
		],
	])("%s", async (_where, option, expected) => {
		await write(
			"more.proto",
			'syntax = "proto2"; package opt.declared; import "declared.proto"; extend Rule { repeated Rule note_of = 101; }',
		);
		await write(
			"using.proto",
			`syntax = "proto2"; package user; ${declared} extend opt.declared.Rule { optional int32 own = 102; repeated opt.declared.Rule note_of = 103; } message M { ${option} }`,
		);
		const source = protoFilesSource({
			protos: ["using.proto"],
			importPaths: [folder, join(import.meta.dirname, "options")],
		});
		const { registry } = await source.everything();
		const options = registry.getMessage("user.M")?.proto.options;
		if (options === undefined) throw new Error("the message has no options");
		expect(toJson(MessageOptionsSchema, options, { registry })).toEqual({
			"[opt.declared.of_message]": expected,
		});
	});

	it.each([
		["message", "option (inner) = 1;", "MessageOptions"],
		["extension range", "extensions 5 [(inner) = 1];", "ExtensionRangeOptions"],
	])(
		"and one in parentheses from outside of the %s",
		async (_of, option, options) => {
			await write(
				"inside.proto",
				`syntax = "proto2"; import "google/protobuf/descriptor.proto"; message M { extend google.protobuf.${options} { optional int32 inner = 50100; } ${option} }`,
			);
			await expect(compile("inside.proto").services()).rejects.toThrow(
				"option (inner): no import gives it",
			);
		},
	);
});

describe("files that contradict themselves are refused", () => {
	it.each([
		[
			"a name that is declared twice",
			{ "twice.proto": "message M {} message M {}" },
			"M is declared already, in twice.proto",
		],
		[
			"a name of two files",
			{
				"one.proto": 'import "two.proto"; message Both {}',
				"two.proto": "enum Both { ZERO = 0; }",
			},
			"Both is declared already, in",
		],
	])("%s", async (_what, sources, message) => {
		for (const [name, source] of Object.entries(sources))
			await write(name, `syntax = "proto3"; ${source}`);
		const [first = ""] = Object.keys(sources);
		await expect(compile(first).services()).rejects.toMatchObject({
			code: "bad-input",
			message: expect.stringContaining(message),
		});
	});
});

it("an extension that is set piece by piece is one field, however many the pieces: not quadratic", async () => {
	const count = 16_000;
	const set = (name: string, value: (at: number) => string) =>
		Array.from(
			{ length: count },
			(_, at) => `option ${name} = ${value(at)};`,
		).join("\n");
	await write(
		"pieces.proto",
		`import "google/protobuf/descriptor.proto";
message Conf { repeated int32 xs = 1; optional string s = 2; }
extend google.protobuf.MessageOptions {
  repeated string tags = 50001;
  optional Conf conf = 50002;
}
message M {
  option (conf).s = "x";
  ${set("(tags)", (at) => `"t${at}"`)}
  ${set("(conf).xs", String)}
}`,
	);
	const { registry } = await compile("pieces.proto").schemaOf("M");
	const options = registry.getMessage("M")?.proto.options;
	expect(options?.$unknown).toHaveLength(count + 1);
	const json = toJson(MessageOptionsSchema, options ?? fail(), { registry });
	expect(json).toMatchObject({
		"[conf]": { s: "x", xs: expect.objectContaining({ length: count }) },
		"[tags]": expect.objectContaining({ length: count, 0: "t0" }),
	});
});

function fail(): never {
	throw new Error("there are no options");
}
