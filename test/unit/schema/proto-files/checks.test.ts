import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
	afterAll,
	beforeAll,
	describe,
	expect,
	it,
	onTestFinished,
} from "vitest";
import { PluginError } from "../../../../src/errors.ts";
import { protoFilesSource } from "../../../../src/schema/proto-files/proto-files-source.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";
import { buildProtos } from "../build.ts";

/** Sources with an error, and the message of protoc and of this parser. The place is the start of the declaration. */
const WRONG: readonly [source: string, place: string, message: string][] = [
	[
		"message A {\n  int32 a = 1;\n  int32 b = 1;\n}",
		"3:3",
		"the field b has the number 1, which is a's",
	],
	[
		"message A {\n  int32 a = 1;\n  string a = 2;\n}",
		"3:3",
		"A.a is declared already",
	],
	[
		"message A {\n  oneof x { int32 a = 1; }\n  int32 x = 2;\n}",
		"3:3",
		"A.x is declared already",
	],
	["message A {}\nenum A { X = 0; }", "2:1", "A is declared already"],
	["enum A { X = 0; }\nenum B {\n  X = 0;\n}", "3:3", "X is declared already"],
	[
		"service S {\n  rpc A(M) returns (M);\n  rpc A(M) returns (M);\n}\nmessage M {}",
		"3:3",
		"S.A is declared already",
	],
	["enum E {\n  ONE = 1;\n}", "2:3", "the first value of E must be zero"],
	["enum E {\n}", "1:1", "the enum E has no value"],
	[
		"enum E {\n  ZERO = 0;\n  NULL = 0;\n}",
		"3:3",
		"the value NULL has the number 0, which is ZERO's",
	],
	[
		"enum E {\n  ZERO = 0;\n  reserved 5 to 7;\n  SIX = 6;\n}",
		"4:3",
		"the value SIX has the number 6, which is reserved",
	],
	[
		'enum E {\n  ZERO = 0;\n  reserved "SIX";\n  SIX = 6;\n}',
		"4:3",
		"the value SIX has a reserved name",
	],
	[
		"message A {\n  reserved 3 to 5;\n  int32 a = 5;\n}",
		"3:3",
		"the field a has the number 5, which is reserved",
	],
	[
		'message A {\n  int32 a = 5;\n  reserved "b", "a";\n}',
		"2:3",
		"the field a has a reserved name",
	],
	["message A {\n  int32 a = 19500;\n}", "2:3", "protobuf's own"],
	["message A { reserved 1 to 5, 5; }", "1:1", "A gives 1 to 5 and 5"],
	["message A {\n  B b = 1;\n}", "2:3", "there is no type B"],
	["message A {\n  map<string, B> b = 1;\n}", "2:3", "there is no type B"],
	[
		"service S {\n  rpc A(Gone) returns (Gone);\n}",
		"2:3",
		"there is no type Gone",
	],
	[
		'import "through.proto";\nmessage A {\n  other.Hidden b = 1;\n}',
		"3:3",
		"other.Hidden is in other.proto, which is not imported",
	],
	[
		"message A {\n  int32 a = 1 [default = 3];\n}",
		"2:26",
		"a field has no default of its own in proto3",
	],
	[
		"message A {\n  int32 a = 1 [lazy = true];\n}",
		"2:3",
		"the field a is lazy, and not of a message type",
	],
	[
		"message A {\n  repeated string a = 1 [unverified_lazy = true];\n}",
		"2:3",
		"the field a is lazy, and not of a message type",
	],
	[
		'import "closed.proto";\nmessage A {\n  E a = 1;\n}',
		"3:3",
		"the field a has the closed enum E",
	],
	[
		'import "closed.proto";\nmessage A {\n  map<int32, E> a = 1;\n}',
		"3:3",
		"the field a has the closed enum E",
	],
];

const files: Readonly<Record<string, string>> = {
	"other.proto":
		'syntax = "proto3"; package other; message Hidden {} message Shown {}',
	"through.proto":
		'syntax = "proto3"; import "other.proto"; message T { other.Hidden h = 1; }',
	"public.proto": 'syntax = "proto3"; import public "other.proto";',
	"right.proto":
		'syntax = "proto3"; import "public.proto"; message Right { other.Shown s = 1; }',
	"closed.proto":
		'edition = "2023"; option features.enum_type = CLOSED; enum E { ONE = 1; }',
	"open.proto":
		'edition = "2023"; option features.enum_type = CLOSED; enum F { option features.enum_type = OPEN; ZERO_F = 0; }',
	"two.proto": 'syntax = "proto2"; enum G { ONE_G = 1; }',
	"lazy.proto":
		'syntax = "proto3"; message L { repeated L a = 1 [lazy = true]; map<int32, L> b = 2 [lazy = true]; int32 c = 3 [lazy = false]; }',
	"explicit.proto":
		'edition = "2023"; import "closed.proto"; option features.field_presence = IMPLICIT; message X { E a = 1 [features.field_presence = EXPLICIT]; repeated E b = 2; map<int32, E> c = 3; }',
	"message.proto":
		'edition = "2023"; option features = { field_presence: IMPLICIT }; enum H { option features = { enum_type: CLOSED }; ONE_H = 1; } message Y { H a = 1 [features = { field_presence: EXPLICIT }]; repeated H b = 2; }',
	"implicit.proto":
		'edition = "2023"; import "closed.proto"; message I { E a = 1 [features.field_presence = IMPLICIT]; }',
};

/** Files whose features are given as a message, and the message of protoc and of this parser. */
const OF_FEATURES: readonly [source: string, message: string][] = [
	[
		"option features = { enum_type: CLOSED };\nenum E { ONE = 1; }\nmessage M { E e = 1 [features = { field_presence: IMPLICIT }]; }",
		"3:13: the field e has the closed enum E",
	],
	[
		"option features = { field_presence: IMPLICIT };\nenum E { option features = { enum_type: CLOSED }; ONE = 1; }\nmessage M { E e = 1; }",
		"3:13: the field e has the closed enum E",
	],
	[
		"enum E { option features = { enum_type: OPEN };\n  ONE = 1; }",
		"2:3: the first value of E must be zero",
	],
];

/** Files of proto2, and the message of protoc and of this parser. */
const OF_PROTO2: readonly [source: string, message: string][] = [
	["message A { optional int32 a = 1 [default = x]; }", "1:64: an integer"],
	[
		"message A { oneof o { repeated int32 a = 1; } }",
		"1:42: a oneof's fields have no label",
	],
	[
		"message A { oneof o { map<int32, int32> a = 1; } }",
		"1:42: a oneof holds no map",
	],
	[
		"message A { repeated map<int32, int32> a = 1; }",
		"1:32: a map has no label",
	],
	["message A { oneof o {} }", "1:41: a field's type was expected"],
	["message A { optional int32 a = 1 [default = 1.5]; }", "1:64: an integer"],
	[
		"message A { optional int32 a = 1 [default = 2147483648]; }",
		"1:64: the default is out of the type's range",
	],
	[
		"message A { optional uint32 a = 1 [default = -1]; }",
		"1:65: the default is out of the type's range",
	],
	[
		"message A { optional fixed64 a = 1 [default = 18446744073709551616]; }",
		"1:66: the default is out of the type's range",
	],
	["message A { optional float a = 1 [default = x]; }", "1:64: a number"],
	[
		"message A { optional bool a = 1 [default = 1]; }",
		"1:63: true or false was expected",
	],
	[
		"message A { optional string a = 1 [default = 1]; }",
		"1:65: a string was expected",
	],
	[
		"enum E { X = 0; } message A { optional E a = 1 [default = {}]; }",
		"1:78: a value's name was expected",
	],
	[
		"enum E { X = 0; } message A { optional E a = 1 [default = Y]; }",
		"1:50: the field a has a default that is no value of its type",
	],
	[
		"message A { optional A a = 1 [default = x]; }",
		"1:32: the field a has a default that is no value of its type",
	],
	[
		"message A { extensions 5; } extend A { optional A x = 5 [default = y]; }",
		"1:59: the field x has a default that is no value of its type",
	],
	[
		"message A { repeated int32 a = 1 [default = 0]; }",
		"1:64: a repeated field or a group has no default",
	],
	[
		"message A { extensions 5 to 9; } extend A { optional int32 x = 4; }",
		"1:64: the extension x has the number 4, which A gives to none",
	],
	[
		"message A { extensions 5 to 9; } extend A { required int32 x = 5; }",
		"1:64: the extension x is required",
	],
];

const folder = temporaryFolder(afterAll);
beforeAll(() => {
	for (const [name, source] of Object.entries(files))
		writeFileSync(join(folder, name), source);
	for (const [index, [source]] of WRONG.entries()) {
		const own = join(folder, `wrong${index}`);
		mkdirSync(own);
		for (const [name, text] of Object.entries(files))
			writeFileSync(join(own, name), text);
		writeFileSync(join(own, "wrong.proto"), `syntax = "proto3"; ${source}`);
	}
});

const compile = (protos: readonly string[], importPath: string) =>
	protoFilesSource({ protos, importPaths: [importPath] }).services();

function whatBufSays(protos: string): string {
	try {
		buildProtos(protos);
		return "";
	} catch (error) {
		return String(error);
	}
}

describe("what protoc refuses is refused", () => {
	it.each(WRONG.map((row, index) => [...row, index] as const))(
		"%s",
		async (_source, place, message, index) => {
			const error = await compile(
				["wrong.proto"],
				join(folder, `wrong${index}`),
			).catch((caught: unknown) => caught);
			expect(error).toBeInstanceOf(PluginError);
			expect(String(error)).toContain(message);
			const [line, column] = place.split(":");
			const shifted = line === "1" ? Number(column) + 19 : column;
			expect(String(error)).toContain(`wrong.proto:${line}:${shifted}: `);
		},
	);

	it("by buf, too, on the same line", () => {
		const copies = join(folder, "buf");
		mkdirSync(copies);
		for (const [name, source] of Object.entries(files))
			writeFileSync(join(copies, name), source);
		for (const [index, [source]] of WRONG.entries())
			writeFileSync(
				join(copies, `wrong${index}.proto`),
				`syntax = "proto3"; package wrong${index}; ${source}`,
			);
		const said = whatBufSays(copies);
		const missed = WRONG.filter(([, place, message], index) => {
			const [line] = place.split(":");
			// For a duplicate declaration buf reports the place of the first.
			const where = message.includes("declared already") ? "\\d+" : line;
			return !new RegExp(`wrong${index}\\.proto:${where}:`).test(said);
		});
		expect(missed).toEqual([]);
		// buf reports nothing about the correct files.
		expect(said).not.toMatch(
			/(right|closed|open|two|public|lazy|explicit|message)\.proto/,
		);
		expect(said).toContain("implicit.proto:1:");
	});

	it("a closed enum where presence is implicit, too", async () => {
		await expect(compile(["implicit.proto"], folder)).rejects.toThrow(
			"implicit.proto:1:54: the field a has the closed enum E",
		);
	});
});

describe("what protoc refuses of proto2 is refused", () => {
	it.each(OF_PROTO2)("%s", async (source, message) => {
		const own = temporaryFolder(onTestFinished);
		writeFileSync(join(own, "wrong.proto"), `syntax = "proto2"; ${source}`);
		await expect(compile(["wrong.proto"], own)).rejects.toThrow(
			`wrong.proto:${message}`,
		);
		expect(whatBufSays(own)).toContain("wrong.proto:1:");
	});
});

it("a default in a folder's own copy of a well-known file, which is not linked, is not looked at", async () => {
	const own = temporaryFolder(onTestFinished);
	mkdirSync(join(own, "google", "protobuf"), { recursive: true });
	writeFileSync(
		join(own, "google", "protobuf", "descriptor.proto"),
		'syntax = "proto2"; package google.protobuf; message FileOptions { enum OptimizeMode { SPEED = 1; } optional OptimizeMode optimize_for = 9 [default = SPEED]; }',
	);
	writeFileSync(
		join(own, "using.proto"),
		'syntax = "proto2"; import "google/protobuf/descriptor.proto"; message M {}',
	);
	await expect(compile(["using.proto"], own)).resolves.toEqual([]);
});

describe("features that are given as a message count", () => {
	it.each(OF_FEATURES)("%s", async (source, message) => {
		const own = temporaryFolder(onTestFinished);
		writeFileSync(join(own, "wrong.proto"), `edition = "2023"; ${source}`);
		await expect(compile(["wrong.proto"], own)).rejects.toThrow(
			`wrong.proto:${message}`,
		);
		expect(whatBufSays(own)).toContain(`wrong.proto:${message.slice(0, 2)}`);
	});
});

describe("what protoc takes is taken", () => {
	it.each([
		"right.proto",
		"closed.proto",
		"open.proto",
		"two.proto",
		"lazy.proto",
		"explicit.proto",
		"message.proto",
	])("%s", async (name) => {
		await expect(compile([name], folder)).resolves.toEqual([]);
	});
});
