import { writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
	afterAll,
	beforeAll,
	describe,
	expect,
	onTestFinished,
	test,
} from "vitest";
import type { CallComparison } from "../../src/commands/call/compare.ts";
import type { CallResult } from "../../src/commands/call/report.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { openCluster, type TestCluster } from "./harness/cluster.ts";
import { deployment } from "./harness/manifests.ts";
import { hasControls } from "./harness/plugin.ts";
import { recorded } from "./harness/recorded.ts";
import { parseResult } from "./harness/schema.ts";

let cluster: TestCluster;

beforeAll(async () => {
	cluster = await openCluster();
	await cluster.create(
		deployment("users", { replicas: 2 }),
		deployment("slow", { env: { CALL_DELAY: "30s", LIST_REPEAT: "1000000" } }),
		deployment("mute", { env: { REFLECTION: "off" } }),
		deployment("web", { env: { PROTOCOL: "http1" } }),
		deployment("roomy"),
	);
	await cluster.ready("users", 2);
	await cluster.ready("slow");
	await cluster.ready("mute");
	await cluster.ready("roomy");
});

afterAll(() => cluster[Symbol.asyncDispose]());

const GET_USER = "user.UserService/GetUser";
const call = (...args: readonly string[]) => cluster.run(["call", ...args]);

const ADA = { id: "42", name: "Ada", email: "ada@example.com" };

describe("a unary call", () => {
	test("prints the message, and on stderr the pod that gave it", async () => {
		const { stdout, stderr, status } = await call(
			"deploy/users",
			GET_USER,
			"-d",
			'{"id": "42"}',
		);
		expect(JSON.parse(stdout)).toEqual(ADA);
		expect(stderr).toMatch(/^pod users-\S+\n$/);
		expect(status).toBe(0);
	});

	test.each(["GetUser", GET_USER])(
		"of %s writes what the method needs, and no other service's files",
		async (method) => {
			const out = temporaryFolder(onTestFinished);
			const { status } = await call(
				...["deploy/users", method, "-d", '{"id": "42"}'],
				...["--proto-out-dir", out, "--protoset-out", `${out}/used.binpb`],
			);
			expect(status).toBe(0);
			expect((await readdir(out)).toSorted()).toEqual([
				"used.binpb",
				"user.proto",
			]);
		},
	);

	test.each([
		"GetUser",
		"user.UserService.GetUser",
		"/user.UserService/GetUser",
	])("of a method called %s", async (method) => {
		const { stdout } = await call("deploy/users", method, "-d", '{"id":"42"}');
		expect(JSON.parse(stdout)).toEqual(ADA);
	});

	test("prints all of a result that is longer than a pipe holds", async () => {
		const file = join(temporaryFolder(onTestFinished), "user.json");
		const name = "x".repeat(1_000_000);
		writeFileSync(file, JSON.stringify({ name }));
		const { stdout, status } = await call(
			"deploy/roomy",
			"CreateUser",
			"-d",
			`@${file}`,
			...["-o", "json"],
		);
		const { messages } = parseResult<CallResult>("CallResult", stdout);
		expect(messages).toMatchObject([{ name }]);
		expect(status).toBe(0);
	});

	test("of the pod that is named", async () => {
		const [, last = ""] = await cluster.ready("users", 2);
		const { stderr } = await call(
			"deploy/users",
			GET_USER,
			"--pod",
			last.slice(-5),
		);
		expect(stderr).toContain(`pod ${last}\n`);
	});

	test("can go to an address", async () => {
		const [pod = ""] = await cluster.ready("users", 2);
		const address = await cluster.address(pod);
		const { stdout, stderr } = await call(
			address,
			GET_USER,
			"-d",
			'{"id":"42"}',
		);
		expect(JSON.parse(stdout)).toEqual(ADA);
		// The sandbox's addresses are on loopback, for which there is no warning.
		expect(stderr).toMatch(
			cluster.kind === "real" ? /^warning: .* speaks plaintext, .*\n$/ : /^$/,
		);
	});

	test("of a server without reflection works with a .proto file", async () => {
		const { stdout, status } = await call(
			"deploy/mute",
			GET_USER,
			"--proto=user.proto",
			"--import-path=test/proto",
			"-d",
			'{"id": "42"}',
		);
		expect(JSON.parse(stdout)).toEqual(ADA);
		expect(status).toBe(0);
	});

	test("prints text format on request", async () => {
		const { stdout } = await call(
			"deploy/users",
			GET_USER,
			"--format=text",
			"-d",
			'id: "42"',
		);
		expect(stdout).toContain('name: "Ada"');
	});

	test("has the call's status as its exit status", async () => {
		const { stdout, stderr, status } = await call(
			"deploy/users",
			GET_USER,
			"-d",
			'{"id": "none"}',
		);
		expect(stdout).toBe("");
		expect(stderr).toContain("NOT_FOUND: no user none");
		expect(status).toBe(64 + 5);
	});

	test("of a service that the server has under another name says which name", async () => {
		const folder = temporaryFolder(onTestFinished);
		writeFileSync(
			join(folder, "old.proto"),
			`syntax = "proto3"; package user; message M {}
			service UsersService { rpc GetUser(M) returns (M); }`,
		);
		const { stderr, status } = await call(
			"deploy/users",
			"user.UsersService/GetUser",
			"--proto=old.proto",
			`--import-path=${folder}`,
		);
		expect(stderr).toContain("error: UNIMPLEMENTED");
		expect(stderr).toContain("did you mean user.UserService?");
		expect(status).toBe(64 + 12);
	});

	test("that takes too long ends with DEADLINE_EXCEEDED", async () => {
		const { stderr, status } = await call(
			"deploy/slow",
			GET_USER,
			"--max-time=500ms",
		);
		expect(stderr).toContain("DEADLINE_EXCEEDED");
		expect(stderr).toContain("--max-time gives it longer");
		expect(status).toBe(64 + 4);
	});
});

describe("streams", () => {
	test("of the server are printed as they come", async () => {
		const { stdout, status } = await call(
			"deploy/users",
			"user.UserService/ListUsers",
		);
		expect(stdout.match(/"id"/g)?.length).toBeGreaterThanOrEqual(3);
		expect(status).toBe(0);
	});

	test("that end at a limit are no failure", async () => {
		const { stdout, status } = await call(
			"deploy/users",
			"ListUsers",
			"--limit=1",
		);
		expect(JSON.parse(stdout)).toEqual(ADA);
		expect(status).toBe(0);
	});

	test("end with Ctrl-C", async () => {
		await using running = cluster.start(["call", "deploy/slow", "ListUsers"]);
		await running.line((line) => line.includes('"id"'));
		running.signal("SIGINT");
		const { status, stderr } = await running.finished;
		expect(stderr).toMatch(/^pod \S+\n$/);
		expect(status).toBe(130);
	});

	test("in both directions send a file of JSON values", async () => {
		const file = join(temporaryFolder(onTestFinished), "questions.json");
		writeFileSync(
			file,
			'{"listServices": "*"}\n{"fileContainingSymbol": "none"}',
		);
		const { stdout, status } = await call(
			"deploy/users",
			"grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
			"--proto=grpc/reflection/v1/reflection.proto",
			"--import-path=src/grpc-services/proto",
			"-d",
			`@${file}`,
			"-o",
			"json",
		);
		const result = parseResult<CallResult>("CallResult", stdout);
		expect(result).toMatchObject({
			sent: 2,
			received: 2,
			messages: [
				{ listServicesResponse: { service: expect.any(Array) } },
				{ errorResponse: { errorCode: 5 } },
			],
		});
		expect(status).toBe(0);
	});
});

describe("every pod", () => {
	test("gives the same answer", async () => {
		const { stdout, status } = await call(
			"deploy/users",
			GET_USER,
			"--all-pods",
			"-d",
			'{"id": "42"}',
		);
		expect(stdout).toMatch(/^OK +2 pods +p50 \S+ +…-\S+ …-\S+\n/);
		expect(stdout).toContain("the same answer from 2 pods");
		expect(status).toBe(0);
	});

	test("without the method suggests the one that was meant", async () => {
		const { stdout, stderr, status } = await call(
			"deploy/users",
			"GetUsr",
			"--all-pods",
		);
		expect(stderr).toContain("did you mean GetUser?");
		expect({ stdout, status }).toEqual({ stdout: "", status: 1 });
	});

	test("without a schema is not called, and the others are", async () => {
		const { stdout, status } = await call(
			"-l",
			"app in (users,mute)",
			GET_USER,
			"--all-pods",
			"-d",
			'{"id": "42"}',
		);
		expect(stdout).toMatch(/^OK +2 pods/);
		expect(stdout).toMatch(/\nNO_SCHEMA +1 pod +-.*\n.*\n.*--proto/);
		expect(stdout).toContain("the same answer from 2 pods, 1 not called");
		expect(status).toBe(3);
	});

	test("that reaches the limit is no failure", async () => {
		const { stdout, status } = await call(
			"deploy/users",
			"ListUsers",
			"--all-pods",
			"--limit=1",
		);
		expect(stdout).toMatch(/^OK +2 pods/);
		expect(stdout).toContain("the same answer from 2 pods");
		expect(status).toBe(0);
	});

	test("prints until Ctrl-C what came by then", async () => {
		const file = join(temporaryFolder(onTestFinished), "run.jsonl");
		await using running = cluster.start([
			...["call", "deploy/slow", "ListUsers", "--all-pods"],
			...["--record", file],
		]);
		const patience = AbortSignal.timeout(20_000);
		await recorded(dirname(file), file, '"response"', patience);
		running.signal("SIGINT");
		const { status, stdout } = await running.finished;
		expect(stdout).toMatch(/^CANCELLED +1 pod/);
		expect(stdout).toContain(JSON.stringify(ADA));
		expect(stdout).toMatch(
			/\ninterrupted: 1 pod had sent something by then\n$/,
		);
		expect(status).toBe(130);
		const again = await call("--replay", file);
		expect(again.stdout.split("\n").at(-2)).toBe(stdout.split("\n").at(-2));
		expect(again.status).toBe(130);
	});

	test("gives the same answer but one, which stands out", async () => {
		const [, odd = ""] = await cluster.ready("users", 2);
		await cluster.createUser(odd, "Odd");
		const { stdout, status } = await call(
			"deploy/users",
			"ListUsers",
			"--all-pods",
			"-o",
			"json",
		);
		const { groups } = parseResult<CallComparison>("CallComparison", stdout);
		expect(groups).toHaveLength(2);
		const [one] = groups.filter(({ pods }) => pods[0]?.name === odd);
		expect(one?.messages).toContainEqual(
			expect.objectContaining({ name: "Odd" }),
		);
		expect(status).toBe(0);
	});
});

describe("output beside the messages", () => {
	test.each([
		["-v", []],
		["-vv", ["Response size: 26 bytes"]],
	])(
		"%s has grpcurl's sections in grpcurl's order, and keeps credentials",
		async (flag, sizes) => {
			const { stdout } = await call(
				"deploy/users",
				GET_USER,
				flag,
				"-H",
				"authorization: Bearer s3cret",
				"-d",
				'{"id": "42"}',
			);
			const titles = stdout.match(
				/^(?:[A-Z][a-z]+ .*:|Response size.*|Sent .*)$/gm,
			);
			expect(titles).toEqual([
				"Resolved method descriptor:",
				"Request metadata to send:",
				"Response headers received:",
				...sizes,
				"Response contents:",
				"Response trailers received:",
				"Sent 1 request and received 1 response",
			]);
			expect(stdout).not.toContain("s3cret");
		},
	);

	test("--trace shows frames with their fields, and keeps credentials", async () => {
		const { stdout, stderr } = await call(
			"deploy/users",
			GET_USER,
			"--trace",
			"-H",
			"authorization: Bearer s3cret",
			"-d",
			'{"id": "42"}',
		);
		expect(JSON.parse(stdout)).toEqual(ADA);
		expect(stderr).toMatch(/→ HEADERS stream \d+\n/);
		expect(stderr).toContain(":path: /user.UserService/GetUser\n");
		expect(stderr).toMatch(/grpc-status: 0\n/);
		expect(stderr).not.toContain("s3cret");
	});

	test("-o json has the whole call", async () => {
		const { stdout, status } = await call(
			"deploy/users",
			GET_USER,
			"-d",
			'{"id": "none"}',
			"-o",
			"json",
		);
		const result = parseResult<CallResult>("CallResult", stdout);
		expect(result).toMatchObject({
			method: GET_USER,
			messages: [],
			status: { code: 5, name: "NOT_FOUND", source: "server" },
		});
		expect(status).toBe(64 + 5);
	});
});

describe("bad input", () => {
	test.each([
		["JSON that breaks off", ["-d", '{"id": "4'], "-d:1:"],
		["an unknown field", ["-d", '{"idd": "42"}'], 'did you mean "id"'],
		["two messages", ["-d", '{"id": "1"} {"id": "2"}'], "takes one message"],
		["a file that is not there", ["-d", "@no-such-file"], "no-such-file"],
		["headers that are not there", ["-H", "@no-such-file"], "no-such-file"],
		["a header without a colon", ["--rpc-header=x"], "--rpc-header: header 1"],
		["a request without -d", ['{"id": "42"}'], "requests go with -d"],
		["metadata that is no base64", ["-H", "x-bin: ***"], "x-bin"],
		[
			"a variable that is not set",
			["-H", "x: $" + "{NO_SUCH_VARIABLE}", "--expand-headers"],
			"NO_SUCH_VARIABLE",
		],
	])("%s", async (_, args, says) => {
		const { stdout, stderr, status } = await call(
			"deploy/users",
			GET_USER,
			...args,
		);
		expect(stderr).toContain(says);
		expect(stdout).toBe("");
		expect(status).toBe(1);
	});

	test.each([
		["user.UserService/GetUsr", "GetUser"],
		["user.UserServise/GetUser", "user.UserService"],
		["GetUsr", "GetUser"],
	])("%s, with the near name", async (method, near) => {
		const { stderr, status } = await call("deploy/users", method);
		expect(stderr).toContain(`did you mean`);
		expect(stderr).toContain(near);
		expect(status).toBe(1);
	});

	test("a message over the limit, with the flag", async () => {
		const { stderr, status } = await call(
			"deploy/users",
			GET_USER,
			"-d",
			'{"id": "42"}',
			"--max-msg-size=5",
		);
		expect(stderr).toContain("RESOURCE_EXHAUSTED");
		expect(stderr).toContain("--max-msg-size");
		expect(status).toBe(64 + 8);
	});

	test("terminal escapes in a message do nothing", async () => {
		const { stdout } = await call(
			"deploy/users",
			"CreateUser",
			"-d",
			'{"name": "\\u001b[2J\\u202e"}',
		);
		expect(hasControls(stdout)).toBe(false);
		expect(JSON.parse(stdout)).toMatchObject({ name: "\x1b[2J\u202e" });
	});

	test("a server that is no gRPC", async () => {
		const { stderr, status } = await call(
			"deploy/web",
			GET_USER,
			"--proto=user.proto",
			"--import-path=test/proto",
		);
		expect(stderr).toContain("error: ");
		expect(status).not.toBe(0);
	});
});
