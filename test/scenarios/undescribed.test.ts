// Servers whose reflection lists services that it cannot describe. No cluster takes part.

import { readFile, writeFile } from "node:fs/promises";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
	FieldDescriptorProto_Label,
	FieldDescriptorProto_Type,
	FileDescriptorProtoSchema,
	FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import { describe, expect, onTestFinished, test } from "vitest";
import type { SchemaDescription } from "../../src/commands/describe/report.ts";
import type { SchemaDiff } from "../../src/commands/diff/report.ts";
import type { ServiceList } from "../../src/commands/list/report.ts";
import { serverStatus } from "../../src/grpc/status.ts";
import { protoFilesSource } from "../../src/schema/proto-files/proto-files-source.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { grpcServer } from "../unit/grpc/servers.ts";
import { fakeSession } from "../unit/schema/reflection/fake-session.ts";
import { reflectingServer } from "../unit/schema/reflection/reflecting-server.ts";
import { runPlugin } from "./harness/plugin.ts";
import { parseResult } from "./harness/schema.ts";

/** Returns the address of a server that lists these services and describes user.UserService alone. */
function listing(...services: readonly string[]): Promise<string> {
	return refusing("no idea", services);
}

/** The same, with the server's error text for the other services. */
async function refusing(
	words: string,
	services: readonly string[],
): Promise<string> {
	const files = await filesOf("user.proto");
	return reflectingServer(
		fakeSession(files, {
			listServices: async () => ({ kind: "listed", services, version: "v1" }),
			fileContainingSymbol: async (symbol) =>
				symbol === "user.UserService"
					? { kind: "files", files }
					: {
							kind: "refused",
							status: serverStatus("5", words, undefined),
						},
		}),
	);
}

async function filesOf(proto: string): Promise<readonly Uint8Array[]> {
	const importPaths = ["test/proto"];
	const source = protoFilesSource({ protos: [proto], importPaths });
	return (await source.everything()).files;
}

const GONE = "shop.Gone cannot be described: NOT_FOUND: no idea\n";

test("a service that cannot be described is reported, and hides no other", async () => {
	const address = await listing("shop.Gone", "user.UserService");
	const run = await runPlugin(["describe", address], {});
	expect(run.stdout).toMatch(/^user\.UserService is a service:\n/);
	expect(run.stderr).toBe(GONE);
	expect(run.status).toBe(0);
});

test("a server's error of several lines is printed on as many", async () => {
	const words = "no idea\ntry later";
	const address = await refusing(words, ["shop.Gone", "user.UserService"]);
	const described = await runPlugin(["describe", address], {});
	expect(described.stderr).toBe(
		"shop.Gone cannot be described: NOT_FOUND: no idea\n  try later\n",
	);
	const compared = await runPlugin(["diff", address, address], {});
	expect(compared.stdout).toMatch(
		/^not compared: shop\.Gone, .*: NOT_FOUND: no idea\n {2}try later\n/m,
	);
});

test.each([["list"], ["list", "-o", "wide"], ["describe"]])(
	"that there are none is told, too: %s %s %s",
	async (...words) => {
		const run = await runPlugin([...words, await listing()], {});
		expect(run.stderr).toBe("there are no services\n");
		expect(run.status).toBe(0);
	},
);

test("when no service can be described, that is an error, also in a replay", async () => {
	const address = await listing("shop.Gone");
	const file = `${temporaryFolder(onTestFinished)}/run.jsonl`;
	const run = await runPlugin(["describe", address, "--record", file], {});
	expect(run.stdout).toBe("");
	expect(run.stderr).toBe(
		`${GONE}error: none of the services can be described\n  give the schema with --proto or --protoset\n`,
	);
	expect(run.status).toBe(3);
	const again = await runPlugin(["describe", "--replay", file], {});
	expect(again).toEqual(run);
});

test("the JSON result holds the reason", async () => {
	const address = await listing("shop.Gone");
	const run = await runPlugin(["describe", address, "-o", "json"], {});
	const description = parseResult<SchemaDescription>(
		"SchemaDescription",
		run.stdout,
	);
	expect(description.symbols).toEqual([]);
	expect(description.problems).toEqual([
		{
			kind: "undescribed-service",
			service: "shop.Gone",
			reason: "NOT_FOUND: no idea",
		},
	]);
	expect(run.status).toBe(3);
});

test("files describe what the server cannot", async () => {
	const address = await listing(
		"kubectlgrpc.test.Steering",
		"user.UserService",
	);
	const files = ["--proto=steering.proto", "--import-path=test/proto"];
	const run = await runPlugin(["describe", address, ...files], {});
	expect(run.stdout).toContain("kubectlgrpc.test.Steering is a service:\n");
	expect(run.stdout).toContain("user.UserService is a service:\n");
	expect(run.stderr).toBe("");
	expect(run.status).toBe(0);
});

test("a type that only the files have is missing where the server has a file of that name", async () => {
	const folder = temporaryFolder(onTestFinished);
	const theirs = await readFile("test/proto/user.proto", "utf8");
	await writeFile(`${folder}/user.proto`, `${theirs}\nmessage Cart {}\n`);
	await writeFile(`${folder}/shop.proto`, SHOP);
	const address = await listing("shop.Shop", "user.UserService");
	const files = ["--proto=shop.proto", `--import-path=${folder}`];
	const told = "user.Cart is missing: no file that is used declares it\n";
	const described = await runPlugin(["describe", address, ...files], {});
	expect(described.stdout).toContain("shop.Shop is a service:\n");
	expect(described.stderr).toBe(told);
	expect(described.status).toBe(0);
	const listed = await runPlugin(["list", address, "-o=wide", ...files], {});
	expect(listed.stdout).toMatch(/shop\.Shop +Pay +unary +user\.Cart/);
	expect(listed.stderr).toBe(told);
	// A symbol that is asked for by name is described by the source that has it, as with grpcurl's -use-reflection.
	const named = ["describe", address, "user.Cart", "shop.Shop.Pay", ...files];
	const byName = await runPlugin(named, {});
	expect(byName.stdout).toContain("user.Cart is a message:\n");
	expect(byName.stderr).toBe("");
});

/** Returns files in which one uses a type that no file defines. */
async function withoutCart(): Promise<readonly string[]> {
	const folder = temporaryFolder(onTestFinished);
	const file = fromBinary(
		FileDescriptorProtoSchema,
		(await filesOf("user.proto")).at(-1) ?? new Uint8Array(),
	);
	const shop = create(FileDescriptorProtoSchema, {
		name: "shop.proto",
		package: "shop",
		dependency: ["user.proto", "cart.proto"],
		messageType: [
			{
				name: "Order",
				field: [
					field("user", 1, ".user.User"),
					{ ...field("cart", 2, ".shop.Cart"), oneofIndex: 0 },
				],
				oneofDecl: [{ name: "what" }],
			},
			{ name: "Batch", field: [field("order", 1, ".shop.Order")] },
		],
		service: [
			{
				name: "Shop",
				method: [
					{ name: "Pay", inputType: ".shop.Batch", outputType: ".user.User" },
					{ name: "Who", inputType: ".user.User", outputType: ".user.User" },
				],
			},
		],
	});
	const set = create(FileDescriptorSetSchema, { file: [file, shop] });
	const path = `${folder}/shop.binpb`;
	await writeFile(path, toBinary(FileDescriptorSetSchema, set));
	return ["--protoset", path];
}

describe("a missing type is reported for whatever uses it", () => {
	const told =
		"shop.Cart is missing: shop.proto imports cart.proto, which did not come\n";
	test.each([
		["describe", "shop.Shop"],
		["describe", "shop.Shop/Pay"],
		["describe", "shop.Shop/Pay", "--template"],
		["describe", "shop.Batch", "--template"],
		["describe", "shop.Order", "shop.Batch"],
		["describe", "shop.Order.cart"],
		["describe", "shop.Order.what", "-o", "json"],
		["list", "shop.Shop"],
		["list", "-o", "wide"],
	])("%s %s %s", async (...words) => {
		const run = await runPlugin([...words, ...(await withoutCart())], {});
		expect(run.stderr).toBe(told);
		expect(run.stdout).not.toBe("");
		expect(run.status).toBe(0);
	});

	test.each([
		["ServiceList", ["list"]],
		["ServiceList", ["list", "shop.Shop"]],
		["SchemaDescription", ["describe"]],
		["SchemaDescription", ["describe", "shop.Order"]],
	] as const)("in the %s of %s, too", async (kind, words) => {
		const files = await withoutCart();
		const run = await runPlugin([...words, "-o", "json", ...files], {});
		const { problems } = parseResult<ServiceList | SchemaDescription>(
			kind,
			run.stdout,
		);
		expect(problems).toEqual([
			{ kind: "missing-import", file: "shop.proto", import: "cart.proto" },
			{
				kind: "missing-type",
				type: "shop.Cart",
				reason: "shop.proto imports cart.proto, which did not come",
			},
		]);
	});

	test.each(["shop.Shop/Who", "user.User", "shop.Order.user"])(
		"and not of %s, which does not",
		async (symbol) => {
			const files = await withoutCart();
			const run = await runPlugin(["describe", symbol, ...files], {});
			expect(run.stderr).toBe("");
			expect(run.status).toBe(0);
		},
	);
});

function field(name: string, number: number, typeName: string) {
	const { MESSAGE: type } = FieldDescriptorProto_Type;
	const { OPTIONAL: label } = FieldDescriptorProto_Label;
	return { name, number, typeName, type, label };
}

const SHOP = `
syntax = "proto3";
package shop;
import "user.proto";
service Shop {
  rpc Pay(user.Cart) returns (user.Cart);
}
`;

describe("diff", () => {
	const diff = async (
		first: readonly string[],
		second: readonly string[],
		...flags: readonly string[]
	) => {
		const targets = [await listing(...first), await listing(...second)];
		return runPlugin(["diff", ...targets, "--exit-code", ...flags], {});
	};

	const undescribed = [
		"not compared: shop\\.Gone, listed and not described by 127\\.0\\.0\\.1:\\d+",
		"(?: and 127\\.0\\.0\\.1:\\d+)?: NOT_FOUND: no idea",
	].join("");

	test("reports no service as removed that neither side can describe", async () => {
		const both = ["user.UserService", "shop.Gone"];
		const run = await diff(both, both);
		expect(run.stdout).toMatch(
			new RegExp(
				`\\n${undescribed}\\n\\nsame: there is no difference; 1 service could not be compared\\n$`,
			),
		);
		expect(run.status).toBe(0);
	});

	test("reports a service that one side alone lists, described or not", async () => {
		const run = await diff(
			["user.UserService"],
			["user.UserService", "shop.Gone"],
		);
		expect(run.stdout).toMatch(
			new RegExp(
				`\\nshop\\.Gone   A → B   only in B\\n\\n${undescribed}\\n\\ncompatible: 1 difference, none of which breaks anything; 1 service could not be compared\\n$`,
			),
		);
		expect(run.status).toBe(0);
	});

	test("has nothing to compare where a side describes nothing", async () => {
		const run = await diff(["user.UserService"], ["shop.Gone"]);
		expect(run.stdout).toContain("none of its services can be described");
		expect(run.stdout).toMatch(/\nnothing to compare with\n$/);
		expect(run.status).toBe(3);
	});

	test("does not suggest files for a server without reflection: they are another side", async () => {
		const { port } = await grpcServer(() => {});
		const run = await runPlugin(["diff", `127.0.0.1:${port}`], {});
		expect(run.stdout).toContain("the server has no reflection: UNIMPLEMENTED");
		expect(run.stdout).toContain("turn reflection on in the server");
		expect(run.stdout).not.toContain("--proto");
		expect(run.status).toBe(3);
	});

	test("suggests nothing when reflection refuses the question", async () => {
		const status = serverStatus("12", "not here", undefined);
		const refusing = await reflectingServer(
			fakeSession([], {
				listServices: async () => ({ kind: "refused", status }),
			}),
		);
		const run = await runPlugin(["diff", refusing], {});
		expect(run.stdout).toContain(
			"the server has reflection, and refuses this question",
		);
		expect(run.stdout).not.toMatch(/--proto|turn reflection on/);
		expect(run.status).toBe(3);
	});

	test("reports it as JSON and as JUnit", async () => {
		const sides = [["user.UserService", "shop.Gone"], ["user.UserService"]];
		const [first = [], second = []] = sides;
		const json = await diff(first, second, "-o", "json");
		const { notCompared } = parseResult<SchemaDiff>("SchemaDiff", json.stdout);
		expect(notCompared).toMatchObject([
			{ service: "shop.Gone", reason: "NOT_FOUND: no idea", holders: [{}] },
		]);
		const junit = await diff(first, second, "-o", "junit");
		expect(junit.stdout).toContain("shop.Gone");
		expect(junit.stdout).toContain("<skipped");
	});
});

test("a method that is not found may be one of a service that cannot be described", async () => {
	const address = await listing("shop.Gone", "user.UserService");
	const { stderr, status } = await runPlugin(["call", address, "Sell"], {});
	expect(stderr).toContain("no service has a method Sell");
	expect(stderr).toContain("the server lists shop.Gone too");
	expect(status).toBe(1);
});
