import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { findMethod } from "../../../../src/commands/call/method.ts";
import { PluginError } from "../../../../src/errors.ts";
import { protoFilesSource } from "../../../../src/schema/proto-files/proto-files-source.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";

const folder = temporaryFolder(afterAll);

const users = () =>
	protoFilesSource({ protos: ["user.proto"], importPaths: ["test/proto"] });

test.each([
	"user.UserService/GetUser",
	"/user.UserService/GetUser",
	"user.UserService.GetUser",
	"GetUser",
	"UserService/GetUser",
	"/UserService.GetUser",
])("%s is a method", async (word) => {
	const { method } = await findMethod(users(), word);
	expect(method.toString()).toBe("rpc user.UserService.GetUser");
});

test.each([
	[
		"user.UserService",
		"user.UserService is a service, and no method",
		"there are: user.UserService/GetUser, user.UserService/ListUsers, user.UserService/CreateUser",
	],
	[
		"user.UserService/",
		"user.UserService is a service, and no method",
		"there are: user.UserService/GetUser, user.UserService/ListUsers, user.UserService/CreateUser",
	],
	[
		"user.UserService/GetUsr",
		"user.UserService has no method GetUsr",
		"did you mean user.UserService/GetUser?",
	],
	["GetUsr", "no service has a method GetUsr", "did you mean GetUser?"],
	[
		"",
		'no service has a method ""',
		"there are: GetUser, ListUsers, CreateUser",
	],
	[
		"UserServic/GetUser",
		"the proto files have nothing called UserServic",
		"there are: user.UserService",
	],
	["user.User/GetUser", "user.User is not a service", undefined],
])("%s is none: %s", async (word, message, hint) => {
	await expect(findMethod(users(), word)).rejects.toMatchObject({
		code: "symbol",
		message,
		hint: hint === undefined ? [] : [hint],
	});
});

test("a name that several services have is told once", async () => {
	const rpcs = "{ rpc Ask(M) returns (M); rpc Tell(M) returns (M); }";
	writeFileSync(
		join(folder, "twice.proto"),
		`syntax = "proto3"; message M {} service A ${rpcs} service B ${rpcs}`,
	);
	const source = protoFilesSource({
		protos: ["twice.proto"],
		importPaths: [folder],
	});
	await expect(findMethod(source, "Nothing")).rejects.toMatchObject({
		hint: ["there are: Ask, Tell"],
	});
});

test("a service without its package is the only one with that name", async () => {
	const declare = (name: string) =>
		writeFileSync(
			join(folder, `${name}.proto`),
			`syntax = "proto3"; package ${name}; message M {} service Shop { rpc Ask(M) returns (M); }`,
		);
	["one", "two"].forEach(declare);
	const shops = (...names: readonly string[]) =>
		protoFilesSource({
			protos: names.map((name) => `${name}.proto`),
			importPaths: [folder],
		});
	const { method } = await findMethod(shops("one"), "Shop/Ask", shops("one"));
	expect(method.toString()).toBe("rpc one.Shop.Ask");
	await expect(
		findMethod(shops("one", "two"), "Shop/Ask"),
	).rejects.toMatchObject({
		code: "symbol",
		message: "several services are called Shop",
		hint: ["one.Shop/Ask", "two.Shop/Ask"],
	});
	await expect(findMethod(shops("one"), "Shop/Tell")).rejects.toMatchObject({
		message: "one.Shop has no method Tell",
	});
});

test("a name that the server's services do not have is looked for in files", async () => {
	const rpc = "rpc Elsewhere(M) returns (M);";
	writeFileSync(
		join(folder, "more.proto"),
		`syntax = "proto3"; message M {} service More { ${rpc} }`,
	);
	const more = () =>
		protoFilesSource({ protos: ["more.proto"], importPaths: [folder] });
	const { method } = await findMethod(users(), "Elsewhere", more());
	expect(method.toString()).toBe("rpc More.Elsewhere");
	const served = await findMethod(users(), "GetUser", more());
	expect(served.method.toString()).toBe("rpc user.UserService.GetUser");
	await expect(findMethod(users(), "Elsewere", more())).rejects.toMatchObject({
		message: "no service has a method Elsewere",
		hint: ["did you mean Elsewhere?"],
	});
});

test("grpcurl's words in place of a method name the command", async () => {
	await expect(findMethod(users(), "list")).rejects.toMatchObject({
		hint: [
			"list is a command of its own: kubectl grpc list TARGET",
			expect.stringMatching(/^there are: GetUser/),
		],
	});
});

test("a server that did not say what it was asked is not asked for its services besides", async () => {
	const silent = new PluginError("schema", "the server does not describe x");
	let asked = 0;
	const source = {
		...users(),
		schemaOf: () => Promise.reject(silent),
		services: () => Promise.resolve([String(asked++)]),
	};
	await expect(findMethod(source, "shop.Shop/Get")).rejects.toBe(silent);
	expect(asked).toBe(0);
});

test("of a service with many methods not all are told", async () => {
	const all = await users().schemaOf("user.UserService");
	const methods = Array.from({ length: 1000 }, (_, at) => ({ name: `M${at}` }));
	const service = { methods };
	const source = {
		...users(),
		async schemaOf(word: string) {
			if (word !== "a.S") throw new PluginError("symbol", `no ${word}`);
			const registry = { ...all.registry, getService: () => service };
			return { ...all, registry } as unknown as typeof all;
		},
		services: async () => ["a.S"],
	};
	await expect(findMethod(source, "a.S")).rejects.toMatchObject({
		hint: [expect.stringMatching(/^there are: a\.S\/M0, .* and 980 more$/)],
	});
});
