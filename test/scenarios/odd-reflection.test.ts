// Servers whose reflection other clients fail at. No cluster takes part.

import { Edition } from "@bufbuild/protobuf/wkt";
import type { sendUnaryData } from "@grpc/grpc-js";
import { fromJSON } from "@grpc/proto-loader";
import { ReflectionService } from "@grpc/reflection";
import { describe, expect, onTestFinished, test } from "vitest";
import type { ServiceList } from "../../src/commands/list/report.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { grpcServer, method } from "../unit/grpc/servers.ts";
import { loadedInNode } from "../unit/schema/node-files.ts";
import {
	descriptor,
	fakeSession,
	fields,
	type Init,
	service,
} from "../unit/schema/reflection/fake-session.ts";
import { reflectingServer } from "../unit/schema/reflection/reflecting-server.ts";
import { runPlugin } from "./harness/plugin.ts";
import { parseResult } from "./harness/schema.ts";

/** Returns a file with a service shop.Users, which imports another file. */
const users = (init: Init = {}) =>
	descriptor({
		name: "shop/users.proto",
		package: "shop",
		syntax: "proto3",
		dependency: ["shop/money.proto"],
		messageType: [
			{ name: "User", field: fields({ balance: ".shop.Money" }) },
			{ name: "Query" },
		],
		service: [service("Users", ".shop.Query", ".shop.User")],
		...init,
	});

const money = (name: string) =>
	descriptor({
		name,
		package: "shop",
		syntax: "proto3",
		messageType: [{ name: "Money", field: fields({ of: ".shop.Money" }) }],
	});

const placeholder = descriptor({
	name: "shop/money.proto",
	syntax: "<unknown:0>",
});

const described = `shop.Users is a service:
service Users {
  rpc Get ( .shop.Query ) returns ( .shop.User );
}
`;

/** Runs `describe` on a server with these files, once for all its services and once for shop.Users. */
async function describeUsers(files: readonly Uint8Array[]) {
	const address = await reflectingServer(fakeSession(files));
	const all = await runPlugin(["describe", address], {});
	const one = await runPlugin(["describe", address, "shop.Users"], {});
	expect(one).toEqual(all);
	return { address, ...all };
}

describe("a file that is imported", () => {
	test("may have another path on the server (grpcurl #22, #423, #432)", async () => {
		const run = await describeUsers([users(), money("money.proto")]);
		expect(run).toMatchObject({ stdout: described, stderr: "", status: 0 });
		const { stdout } = await runPlugin(
			["describe", run.address, "shop.User", "--template"],
			{},
		);
		expect(stdout).toContain('"balance": {\n    "of": {');
	});

	test("may be missing when it holds options alone (grpcurl #349, #451)", async () => {
		const dependency = ["shop/money.proto", "openapi/v3/annotations.proto"];
		const files = [users({ dependency }), money("shop/money.proto")];
		const run = await describeUsers(files);
		expect(run).toMatchObject({ stdout: described, stderr: "", status: 0 });
	});

	test.each([
		["is not found", []],
		["is a placeholder of grpc-go", [placeholder]],
	])("is told of where its types are used and it %s", async (_, others) => {
		const run = await describeUsers([users(), ...others]);
		expect(run).toMatchObject({
			stdout: described,
			stderr:
				"shop.Money is missing: shop/users.proto imports shop/money.proto, which did not come\n",
			status: 0,
		});
	});

	test("may be sent as a placeholder by grpc-go (grpcurl #423)", async () => {
		const files = [users(), placeholder, money("money.proto")];
		const run = await describeUsers(files);
		expect(run).toMatchObject({ stdout: described, stderr: "", status: 0 });
		const json = await runPlugin(["list", run.address, "-o", "json"], {});
		expect(JSON.parse(json.stdout)).toMatchObject({ problems: [] });
	});
});

test("a server need not have google's own files (grpcurl #459)", async () => {
	const definition = fromJSON({
		nested: {
			core: {
				nested: {
					User: {
						fields: {
							createdAt: { type: "google.protobuf.Timestamp", id: 1 },
						},
					},
					Users: {
						methods: {
							Get: { requestType: "User", responseType: "User", comment: "" },
						},
					},
				},
			},
			google: {
				nested: {
					protobuf: {
						nested: {
							Timestamp: {
								fields: {
									seconds: { type: "int64", id: 1 },
									nanos: { type: "int32", id: 2 },
								},
							},
						},
					},
				},
			},
		},
	});
	const { port } = await grpcServer((server) =>
		new ReflectionService(definition).addToServer(server),
	);
	const address = `127.0.0.1:${port}`;
	const run = await runPlugin(
		["describe", address, "core.Users", "core.User", "--template"],
		{},
	);
	expect(run.stdout).toContain("core.Users is a service:\n");
	expect(run.stdout).toContain(".google.protobuf.Timestamp createdAt = 1;");
	expect(run.stdout).toMatch(/"createdAt": "\d{4}-/);
	expect(run.stderr).toBe("");
});

test("a server in Node.js may have packages that use each other", async () => {
	const folder = temporaryFolder(onTestFinished);
	const definition = loadedInNode(folder, {
		"id.proto":
			'syntax = "proto3"; package shop; message Id { string of = 1; }',
		"pay.proto":
			'syntax = "proto3"; package pay; import "id.proto"; message Bill { shop.Id id = 1; }',
		"shop.proto":
			'syntax = "proto3"; package shop; import "id.proto"; import "pay.proto"; service Shop { rpc Pay(Id) returns (pay.Bill); }',
	});
	const { port } = await grpcServer((server) => {
		new ReflectionService(definition).addToServer(server);
		server.addService(
			{ pay: method("/shop.Shop/Pay") },
			{
				pay: (
					{ request }: { readonly request: Buffer },
					reply: sendUnaryData<Buffer>,
				) => reply(null, Buffer.from([0x0a, request.length, ...request])),
			},
		);
	});
	const address = `127.0.0.1:${port}`;
	const called = await runPlugin(
		["call", address, "shop.Shop/Pay", "-d", '{"of":"x"}'],
		{},
	);
	expect(called.stdout).toBe('{\n  "id": {\n    "of": "x"\n  }\n}\n');
	const protos = ["--proto", "shop.proto", "--import-path", folder];
	const compared = await runPlugin(["diff", address, ...protos], {});
	expect(compared.stdout).toContain("same: there is no difference\n");
	const set = `${folder}/set.binpb`;
	const described = await runPlugin(
		["describe", address, "shop.Id", "pay.Bill", "--protoset-out", set],
		{},
	);
	expect(described).toMatchObject({ stderr: "", status: 0 });
	const again = ["describe", "--protoset", set, "shop.Id", "pay.Bill"];
	expect(await runPlugin(again, {})).toEqual(described);
});

test.each([Edition.EDITION_2023, Edition.EDITION_2024])(
	"files may be of edition %s (grpcurl #550)",
	async (edition) => {
		const file = users({ syntax: "editions", edition });
		const run = await describeUsers([file, money("shop/money.proto")]);
		expect(run).toMatchObject({ stdout: described, stderr: "", status: 0 });
	},
);

test("a call reports a missing type, also in its replay", async () => {
	// A User whose balance has a field that no descriptor names.
	const answer = Buffer.from("0a020805", "hex");
	const address = await reflectingServer(
		fakeSession([users()]),
		(server) =>
			void server.addService(
				{ get: method("/shop.Users/Get") },
				{
					get: (_: unknown, reply: sendUnaryData<Buffer>) =>
						reply(null, answer),
				},
			),
	);
	const file = `${temporaryFolder(onTestFinished)}/run.jsonl`;
	const recording = ["--record", file, "--record-payloads"];
	const words = ["call", address, "shop.Users/Get", "-d", "{}"];
	const run = await runPlugin([...words, ...recording], {});
	expect(run).toMatchObject({
		stdout: '{\n  "balance": {}\n}\n',
		stderr:
			"shop.Money is missing: shop/users.proto imports shop/money.proto, which did not come\n",
		status: 0,
	});
	expect(await runPlugin(["call", "--replay", file], {})).toEqual(run);
});

describe("list", () => {
	const wide = (name: string, ...methods: readonly string[]) =>
		descriptor({
			name: `${name}.proto`,
			package: name,
			syntax: "proto3",
			dependency: [`${name}/options.proto`],
			messageType: [{ name: "M" }],
			service: [
				{
					name: "S",
					method: methods.map((method) => ({
						name: method,
						inputType: `.${name}.M`,
						outputType: `.${name}.M`,
					})),
				},
			],
		});

	test("shows a service that has no method", async () => {
		const session = fakeSession([wide("a"), wide("b", "Get")]);
		const address = await reflectingServer(session);
		const run = await runPlugin(["list", address, "-o", "wide"], {});
		expect(run.stdout).toBe(`SERVICE   METHOD   KIND    REQUEST   RESPONSE
a.S       (none)   -       -         -
b.S       Get      unary   b.M       b.M
`);
	});

	test("says why a service is not described", async () => {
		const file = users({ syntax: "editions", edition: Edition.EDITION_LEGACY });
		const session = fakeSession([file, money("shop/money.proto")]);
		const address = await reflectingServer(session);
		const run = await runPlugin(["list", address, "-o", "wide"], {});
		expect(run.stdout).toContain("shop.Users   (not described)   -");
		expect(run.stderr).toBe(
			"shop.Users cannot be described: shop/users.proto cannot be used: unsupported edition\n",
		);
	});

	test("shows the problems of every service that is named", async () => {
		const session = fakeSession([wide("a"), wide("b", "Get")]);
		const address = await reflectingServer(session);
		const words = ["list", address, "a.S", "b.S", "-o", "json"];
		const { problems } = parseResult<ServiceList>(
			"ServiceList",
			(await runPlugin(words, {})).stdout,
		);
		expect(problems).toEqual(
			["a", "b"].map((name) => ({
				kind: "missing-import",
				file: `${name}.proto`,
				import: `${name}/options.proto`,
			})),
		);
	});
});
