// What a server in Node.js says of .proto files: @grpc/proto-loader makes descriptors with protobuf.js, which loses and changes much.

import { join } from "node:path";
import { createFileRegistry, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { afterAll, expect, it, onTestFinished } from "vitest";
import { describeSymbol } from "../../../../src/schema/print/describe-symbol.ts";
import { protoFilesSource } from "../../../../src/schema/proto-files/proto-files-source.ts";
import { reflectionSource } from "../../../../src/schema/reflection/reflection-source.ts";
import type { Schema } from "../../../../src/schema/schema.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";
import { buildProtos } from "../build.ts";
import {
	descriptorsInNode,
	descriptorsOfProtoset,
	writeSources,
} from "../node-files.ts";
import { fakeSession } from "./fake-session.ts";

const folder = temporaryFolder(afterAll);
let count = 0;
const SERVICE = "service S { rpc Get(M) returns (M); }";

/** Returns the schema of a .proto file as a server in Node.js describes it, and as its compiler does. */
async function schemasOf(
	source: string,
): Promise<{ readonly sent: Schema; readonly compiled: Schema }> {
	const place = join(folder, String(++count));
	const sources = { "p.proto": `${source}\n${SERVICE}` };
	const session = fakeSession(descriptorsInNode(place, sources));
	const protos = writeSources(place, sources);
	const files = protoFilesSource({ protos, importPaths: [place] });
	return {
		sent: await reflectionSource(session).everything(),
		compiled: await files.everything(),
	};
}

function described({ registry }: Schema): readonly (string | undefined)[] {
	return [...registry]
		.map(({ typeName }) => typeName)
		.filter((name) => /^p\./.test(name))
		.sort()
		.map((name) => describeSymbol(registry, name)?.source);
}

it.each([
	[
		"proto2",
		`syntax = "proto2"; package p;
		message M { optional int32 n = 1; repeated int32 list = 2; repeated int32 packed = 3 [packed = true]; map<string, M> all = 4; }
		enum E { ONE = 1; }`,
	],
	[
		"numbers of proto2",
		`syntax = "proto2"; package p;
		message M { optional int32 n = 1; repeated int32 list = 2; repeated int32 packed = 3 [packed = true]; }`,
	],
	[
		"unpacked numbers of proto3",
		`syntax = "proto3"; package p;
		message M { int32 n = 1; repeated int32 list = 2; repeated int32 unpacked = 3 [packed = false]; }`,
	],
	[
		"groups",
		`syntax = "proto2"; package p;
		message M { optional group Item = 1 { optional string name = 1; } repeated group LongItem = 2 {} }`,
	],
	[
		"ranges",
		`syntax = "proto2"; package p;
		message M { reserved 2, 10 to 12; reserved "gone"; extensions 100 to 199, 300, 1000 to max; }
		extend M { optional M note = 199; }`,
	],
	[
		"ranges of a file of which only names of types tell that it is of protobuf.js",
		`syntax = "proto3"; package p; message M { M m = 1; reserved 10 to 12, 20 to max; }`,
	],
	[
		"maps that are named as a type",
		`syntax = "proto3"; package p;
		message M { map<string, M> m = 1; M one = 2; repeated M all = 3; map<string, Item> item = 4; Item last = 5; }
		message Item { message Deep { map<string, Item> item = 1; Item last = 2; } }`,
	],
	[
		"edition 2023",
		`edition = "2023"; package p;
		message M {
			string explicit = 1; string implicit = 2 [features.field_presence = IMPLICIT];
			repeated int32 packed = 3; repeated int32 unpacked = 4 [features.repeated_field_encoding = EXPANDED];
			M within = 5 [features.message_encoding = DELIMITED]; string preset = 6 [default = "x"];
		}`,
	],
	[
		"features of a file",
		`edition = "2023"; package p; option features.enum_type = CLOSED; option features.message_encoding = DELIMITED;
		message M { E e = 1; M within = 2; }
		enum E { ONE = 1; }`,
	],
])("%s are described as by a compiler", async (_what, source) => {
	const { sent, compiled } = await schemasOf(source);
	expect(described(sent)).toEqual(described(compiled));
	expect(sent.problems).toEqual([]);
});

it("a type of an outer package is told from one of the same name around the package that uses it", async () => {
	const place = temporaryFolder(onTestFinished);
	const sent = descriptorsInNode(place, {
		"b.proto": 'syntax = "proto3"; package b; message X {}',
		"p.proto": `syntax = "proto3"; package p.b; import "b.proto"; message X { .b.X outer = 1; X own = 2; } message M { .b.X outer = 1; } ${SERVICE}`,
		"deep.proto":
			'syntax = "proto3"; package p.b.c; import "b.proto"; import "p.proto"; message M { .b.X outer = 1; p.b.X own = 2; } service S { rpc Get(M) returns (M); }',
	});
	const { registry } = await reflectionSource(fakeSession(sent)).everything();
	const typesOf = (name: string) =>
		registry.getMessage(name)?.fields.map(({ message }) => message?.typeName);
	expect(typesOf("p.b.X")).toEqual(["b.X", "p.b.X"]);
	expect(typesOf("p.b.c.M")).toEqual(["b.X", "p.b.X"]);
});

it("proto3 stays proto3 beside proto2 of the same package", async () => {
	const place = temporaryFolder(onTestFinished);
	const sent = descriptorsInNode(place, {
		"old.proto":
			'syntax = "proto2"; package p; message Old { optional string s = 1; }',
		"p.proto": `syntax = "proto3"; package p; message M { string s = 1; optional string maybe = 2; } ${SERVICE}`,
	});
	const schema = await reflectionSource(fakeSession(sent)).everything();
	expect(describeSymbol(schema.registry, "p.M")?.source).toBe(
		"message M {\n  string s = 1;\n  optional string maybe = 2;\n}",
	);
});

it("a protoset with maps, and with options of fields, is described as by a compiler", async () => {
	const place = temporaryFolder(onTestFinished);
	writeSources(place, {
		"p.proto": `syntax = "proto3"; package p;
		message M {
			message Part { map<string, M> parts = 1; }
			map<int32, Part> all = 1;
			optional int32 maybe = 2;
			int32 old = 3 [deprecated = true];
		}
		${SERVICE}`,
	});
	const compiled = buildProtos(place);
	const set = toBinary(FileDescriptorSetSchema, compiled);
	const session = fakeSession(descriptorsOfProtoset(set));
	const schema = await reflectionSource(session).everything();
	expect(schema.problems).toEqual([]);
	const registry = createFileRegistry(compiled);
	expect(described(schema)).toEqual(described({ ...schema, registry }));
});
