import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { afterAll, describe, expect, it } from "vitest";
import { describeSymbol } from "../../../../src/schema/print/describe-symbol.ts";
import { protosetSource } from "../../../../src/schema/protoset/protoset-source.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";
import {
	descriptor,
	fields,
	nested,
	service,
} from "../reflection/fake-session.ts";

const folder = temporaryFolder(afterAll);

const money = descriptor({
	name: "money.proto",
	package: "shop",
	messageType: [{ name: "Money" }],
});
const users = descriptor({
	name: "users.proto",
	package: "shop",
	dependency: ["money.proto"],
	messageType: [{ name: "User", field: fields({ balance: ".shop.Money" }) }],
	service: [service("Users", ".shop.User", ".shop.User")],
});
const other = descriptor({ name: "other.proto", package: "other" });

async function file(name: string, content: string | Uint8Array) {
	const path = join(folder, name);
	await writeFile(path, content);
	return path;
}

function protoset(name: string, ...files: readonly Uint8Array[]) {
	const writer = new BinaryWriter();
	for (const bytes of files)
		writer.tag(1, WireType.LengthDelimited).bytes(bytes);
	return file(name, writer.finish());
}

describe("protosets", () => {
	it("give their files, imports first, in whatever order they are", async () => {
		const source = protosetSource([
			await protoset("users.binpb", users, other),
			await protoset("money.binpb", money, users),
		]);
		expect(await source.services()).toEqual(["shop.Users"]);
		const schema = await source.schemaOf("shop.Users/Get");
		expect(schema.files).toEqual([money, users]);
		expect(schema.problems).toEqual([]);
		expect((await source.everything()).files).toHaveLength(3);
	});

	it.each([
		[
			"of the same declarations",
			"Empty",
			"// Says nothing.\nmessage Empty {\n}",
		],
		["not of other ones", "Nothing", "message Empty {\n}"],
	])("lend comments to google/protobuf, %s", async (_, name, described) => {
		const leadingComments = " Says nothing.\n";
		const empty = descriptor({
			name: "google/protobuf/empty.proto",
			package: "google.protobuf",
			messageType: [{ name }],
			sourceCodeInfo: { location: [{ path: [4, 0], leadingComments }] },
		});
		const source = protosetSource([await protoset(`${name}.binpb`, empty)]);
		const { registry } = await source.schemaOf("google.protobuf.Empty");
		expect(describeSymbol(registry, "google.protobuf.Empty")?.source).toBe(
			described,
		);
	});

	it("know google.rpc and google/protobuf, and name what was meant", async () => {
		const source = protosetSource([await protoset("a.binpb", money, users)]);
		const { registry } = await source.schemaOf("google.rpc.Status");
		expect(registry.getMessage("google.rpc.Status")).toBeDefined();
		await expect(source.schemaOf("shop.Uzers")).rejects.toMatchObject({
			code: "symbol",
			message: "the protoset has nothing called shop.Uzers",
			hint: ["did you mean shop.Users?"],
		});
		await expect(source.schemaOf("")).rejects.toThrow('called ""');
	});

	it("may not contradict each other", async () => {
		const first = await protoset("first.binpb", money);
		const second = await protoset(
			"second.binpb",
			descriptor({ name: "money.proto", package: "shop" }),
		);
		await expect(
			protosetSource([first, second]).services(),
		).rejects.toMatchObject({
			code: "bad-input",
			message: `${first} and ${second} hold different files named money.proto`,
		});
	});

	it.each([
		["text", 'syntax = "proto3";\nmessage A {}\n', /no protoset/],
		["nothing", "", /it is empty/],
		["a file, not a set", users, /no protoset/],
		["half a set", new Uint8Array([0x0a, 0x7f, 0x0a]), /no protoset/],
	])("may not be %s", async (name, content, message) => {
		const path = await file(name.replaceAll(" ", "-"), content);
		await expect(protosetSource([path]).services()).rejects.toMatchObject({
			code: "bad-input",
			message,
		});
	});

	it("may not nest without end", async () => {
		const path = await protoset("deep.binpb", nested("deep.proto", 10_000));
		await expect(protosetSource([path]).services()).rejects.toMatchObject({
			code: "bad-input",
			message: expect.stringMatching(/it nests more than 100 deep$/),
		});
	});

	it("may have a file that imports itself", async () => {
		const self = descriptor({
			name: "self.proto",
			dependency: ["self.proto"],
			messageType: [{ name: "M" }],
		});
		const path = await protoset("self.binpb", self);
		const { registry, problems } = await protosetSource([path]).schemaOf("M");
		expect(problems).toEqual([]);
		expect(registry.getMessage("M")).toBeDefined();
	});

	it("must be there", async () => {
		await expect(
			protosetSource([join(folder, "absent")]).services(),
		).rejects.toMatchObject({
			code: "bad-input",
			message: `--protoset: ${join(folder, "absent")} does not exist`,
		});
	});
});
