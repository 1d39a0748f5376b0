import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { describe, expect, it, onTestFinished } from "vitest";
import { parseArguments } from "../../../src/cli/parse-arguments.ts";
import { openSchema } from "../../../src/cli/schema.ts";
import { checkSchemaFlags } from "../../../src/cli/schema-contradictions.ts";
import { SCHEMA_FLAGS } from "../../../src/cli/schema-flags.ts";
import { sharedSchemaBuilder } from "../../../src/schema/source/schema-builder.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import {
	descriptor,
	failed,
	fakeSession,
	service,
} from "../schema/reflection/fake-session.ts";

const OF_A = descriptor({
	name: "a.proto",
	package: "a",
	messageType: [{ name: "M" }],
	service: [service("S", ".a.M", ".a.M")],
});
const session = fakeSession([OF_A]);
const protos = join(import.meta.dirname, "../schema/proto");
const files = [
	"--proto=everything/everything.proto",
	`--import-path=${protos}`,
];
const open = (argv: readonly string[], asked = session) =>
	openSchema(
		parseArguments(argv, SCHEMA_FLAGS).flags,
		{ session: asked, builder: sharedSchemaBuilder(), tell() {} },
		new AbortController().signal,
	);

describe("the schema's flags", () => {
	it.each([
		[["--reflection=off"], "--reflection=off needs"],
		[["--reflection=only", ...files], "--reflection=only goes with"],
		[["--import-path=x"], "--import-path means nothing"],
	])("may contradict each other: %j", (argv, message) => {
		const { flags } = parseArguments(argv, SCHEMA_FLAGS);
		expect(() => checkSchemaFlags(flags)).toThrow(message);
	});

	it("ask the server when no file is given", async () => {
		expect(await open([]).services()).toEqual(["a.S"]);
	});

	it("ask files alone when reflection is off", async () => {
		const source = open(["--reflection=off", ...files]);
		await expect(source.schemaOf("a.S")).rejects.toMatchObject({
			code: "symbol",
		});
	});

	it("mix the server with files that know more", async () => {
		const source = open(files);
		expect(await source.services()).toEqual(["a.S"]);
		for (const symbol of ["a.S", "everything.v1.Everything"])
			await expect(source.schemaOf(symbol)).resolves.toBeDefined();
	});

	it("take each kind of file for what it adds", async () => {
		const folder = temporaryFolder(onTestFinished);
		const path = (name: string, content: string | Uint8Array) => {
			writeFileSync(join(folder, name), content);
			return join(folder, name);
		};
		const built = new BinaryWriter().tag(1, WireType.LengthDelimited);
		const source = open([
			"--reflection=off",
			`--protoset=${path("a.binpb", built.bytes(OF_A).finish())}`,
			`--proto=${path("b.proto", "package b; message M {} service S { rpc Get(M) returns (M); }")}`,
			`--proto=${path("again.proto", "package a; message M {} service T { rpc Get(M) returns (M); }")}`,
		]);
		const services = ["a.S", "a.T", "b.S"];
		expect(await source.services()).toEqual(services);
		const all = await source.everything();
		expect(all.services).toEqual(services);
		expect(all.registry.getService("b.S")).toBeDefined();
		expect(all.registry.getMessage("a.M")?.file.name).toBe("a");
		expect(all.problems).toMatchObject([{ service: "a.T" }]);
	});

	it("use files when the server has no reflection", async () => {
		const none = async () => failed("12", "unknown service");
		const source = open(
			files,
			fakeSession([], { listServices: none, fileContainingSymbol: none }),
		);
		const { registry } = await source.schemaOf("everything.v1.Everything");
		expect(registry.getMessage("everything.v1.Everything")).toBeDefined();
	});
});
