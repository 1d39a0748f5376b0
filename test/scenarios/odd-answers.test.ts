// Calls to servers that answer as no gRPC library would. No cluster takes part.

import { createServer } from "node:http";
import type { ServerHttp2Stream } from "node:http2";
import { describe, expect, test } from "vitest";
import type { CallResult } from "../../src/commands/call/report.ts";
import type { Finished } from "../in-process.ts";
import { http2Server } from "../unit/grpc/servers.ts";
import { listen } from "../unit/tcp-server.ts";
import { hasControls, runPlugin, startPlugin } from "./harness/plugin.ts";
import { parseResult } from "./harness/schema.ts";

const USERS = [
	"user.UserService/ListUsers",
	"--proto=user.proto",
	"--import-path=test/proto",
	"--reflection=off",
] as const;
const CHAT = [
	"grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
	"--proto=grpc/reflection/v1/reflection.proto",
	"--import-path=src/grpc-services/proto",
	"--reflection=off",
] as const;

/** Returns a message with the five bytes of gRPC's head before it. */
function framed(hex: string): Buffer {
	const body = Buffer.from(hex, "hex");
	const head = Buffer.alloc(5);
	head.writeUInt32BE(body.length, 1);
	return Buffer.concat([head, body]);
}
/** `{"id": "hi"}` */
const HI = framed("0a026869");

function respond(
	stream: ServerHttp2Stream,
	trailers: Readonly<Record<string, string>>,
): void {
	stream.respond(
		{ "content-type": "application/grpc" },
		{ waitForTrailers: true },
	);
	stream.on("wantTrailers", () => stream.sendTrailers(trailers));
}

/** Calls a server that answers with these messages. Returns the finished run. */
async function called(
	answer: (stream: ServerHttp2Stream) => void,
	...flags: readonly string[]
): Promise<Finished> {
	const port = await http2Server(answer);
	return runPlugin(["call", `127.0.0.1:${port}`, ...USERS, ...flags], {});
}
const messages =
	(...hex: readonly string[]) =>
	(stream: ServerHttp2Stream) => {
		respond(stream, { "grpc-status": "0" });
		stream.end(Buffer.concat([HI, ...hex.map(framed)]));
	};
const FIRST = '{\n  "id": "hi"\n}\n';

describe("a bad response behind a good one", () => {
	test.each([
		["bytes that are not UTF-8", "0a02fffe", /the field id.* not UTF-8/],
		["a field of another type", "0d01020304", /the field id.* another type/],
		["one that breaks off", "0ac80101", /the field id.* breaks off/],
		["no message at all", "ffffffffffffffffffffff", /invalid varint/],
	])("%s", async (_, hex, says) => {
		const { stdout, stderr, status } = await called(messages(hex));
		expect(stdout).toBe(FIRST);
		expect(stderr).toMatch(/^error: a response cannot be read: /);
		expect(stderr).toMatch(says);
		expect(stderr).toContain("--format binary --output-file FILE");
		expect(status).toBe(3);
	});

	test("is in the JSON result with its bytes", async () => {
		const run = await called(messages("0a02fffe"), "-o", "json");
		const result = parseResult<CallResult>("CallResult", run.stdout);
		expect(result.messages).toEqual([
			{ id: "hi" },
			{ "@error": expect.stringContaining("not UTF-8"), "@value": "CgL//g==" },
		]);
		expect(run.status).toBe(3);
	});

	test("that is too long is an error that names the flag", async () => {
		const long = `0ae807${"61".repeat(1000)}`;
		const run = await called(messages(long), "--max-msg-size=500");
		expect(run.stdout).toBe(FIRST);
		expect(run.stderr).toMatch(/^error: RESOURCE_EXHAUSTED: /);
		expect(run.stderr).toContain("--max-msg-size");
		expect(run.status).toBe(64 + 8);
	});

	test("that is more than a run can keep is an error that names --limit", async () => {
		const long = framed(`0a${"80800c"}${"61".repeat(0x30000)}`);
		const endless = (stream: ServerHttp2Stream) => {
			respond(stream, {});
			const more = () => {
				while (!stream.destroyed && stream.write(long));
			};
			stream.on("drain", more);
			more();
		};
		const run = await called(endless, "-o", "jsonpath={.status.name} {.sent}");
		expect(run.stdout).toBe("RESOURCE_EXHAUSTED 1");
		expect(run.stderr).toMatch(/^error: RESOURCE_EXHAUSTED: .*64 MiB/m);
		expect(run.stderr).toContain("--limit");
		expect(run.status).toBe(64 + 8);
	});

	test("that is cut off with the connection is an error", async () => {
		let cut = () => {};
		const port = await http2Server((stream) => {
			respond(stream, {});
			stream.write(HI);
			cut = () => stream.session?.destroy();
		});
		await using run = startPlugin(["call", `127.0.0.1:${port}`, ...USERS], {});
		await run.line((line) => line === "}");
		cut();
		const { stdout, stderr, status } = await run.finished;
		expect(stdout).toBe(FIRST);
		expect(stderr).toMatch(/^error: UNAVAILABLE: /);
		expect(status).toBe(64 + 14);
	});
});

test("escapes in messages, statuses and trailers do nothing to a terminal", async () => {
	const run = await called((stream) => {
		respond(stream, {
			"grpc-status": "13",
			"grpc-message": "%1B[2Jboom%E2%80%AE",
			"x-trailer": "a\tb",
		});
		stream.end(framed("0a051b5b33316d"));
	}, "-v");
	expect(run.stdout).toContain('"\\u001b[31m"');
	expect(run.stderr).toContain("INTERNAL: \\x1b[2Jboom\\u202e");
	expect(hasControls(run.stdout + run.stderr)).toBe(false);
	expect(run.status).toBe(64 + 13);
});

describe("an answer that is no gRPC", () => {
	test.each([
		[502, "UNAVAILABLE", 14, "cannot reach the server"],
		[404, "UNIMPLEMENTED", 12, "no route for"],
		[200, "UNKNOWN", 2, "a proxy, an ingress"],
	])("a page with HTTP status %d", async (httpStatus, name, code, hint) => {
		const run = await called((stream) => {
			stream.respond({ ":status": httpStatus, "content-type": "text/html" });
			stream.end("<html>\r\n<h1>Bad \x1b[31mGateway</h1>");
		});
		expect(run.stderr).toContain(
			`error: ${name}: the answer is not gRPC: HTTP status ${httpStatus}, content-type "text/html", "<html> <h1>Bad \\x1b[31mGateway</h1>"\n`,
		);
		expect(run.stderr).toContain(hint);
		expect(run.status).toBe(64 + code);
	});

	test("of a server that speaks HTTP/1 is an error that says so", async () => {
		const port = await listen(
			createServer((_request, response) => {
				response.writeHead(502, { "content-type": "text/html" });
				response.end("<html>");
			}),
		);
		const { stderr, status } = await runPlugin(
			["call", `127.0.0.1:${port}`, ...USERS],
			{},
		);
		expect(stderr).toMatch(/^error: the server answered in HTTP\/1: "HTTP\/1/);
		expect(stderr).toContain("gRPC is on another one");
		expect(status).toBe(2);
	});
});

describe("standard input", () => {
	/** Answers each message with one message. */
	const chat = (stream: ServerHttp2Stream) => {
		respond(stream, { "grpc-status": "0" });
		stream.on("data", () => stream.write(HI));
		stream.on("end", () => stream.end());
	};

	test("is sent as it comes; where it is malformed, the earlier answers are there", async () => {
		const port = await http2Server(chat);
		await using run = startPlugin(
			["call", `127.0.0.1:${port}`, ...CHAT, "-d", "-"],
			{},
			"open",
		);
		run.stdin.write('{"listServices": "*"}\n');
		await run.line((line) => line.includes("validHost"));
		run.stdin.end('{"listServices": "');
		const { stdout, stderr, status } = await run.finished;
		expect(JSON.parse(stdout)).toEqual({ validHost: "hi" });
		expect(stderr).toBe(
			"error: stdin:2:18: listServices: a string that is not closed\n",
		);
		expect(status).toBe(1);
	});

	test("that ends at once half-closes the stream", async () => {
		const port = await http2Server(chat);
		const { stdout, stderr, status } = await runPlugin(
			["call", `127.0.0.1:${port}`, ...CHAT, "-d", "-"],
			{},
		);
		expect({ stdout, stderr, status }).toEqual({
			stdout: "",
			stderr: "",
			status: 0,
		});
	});

	test("that stays open does not keep a call whose server has ended it", async () => {
		const port = await http2Server((stream) => {
			respond(stream, { "grpc-status": "5", "grpc-message": "enough" });
			stream.end();
		});
		await using run = startPlugin(
			["call", `127.0.0.1:${port}`, ...CHAT, "-d", "-"],
			{},
			"open",
		);
		const { stderr, status } = await run.finished;
		expect(stderr).toBe("error: NOT_FOUND: enough\n");
		expect(status).toBe(64 + 5);
	});
});

test("a status ahead of an empty DATA frame, as Tomcat sends it, is an error that says why", async () => {
	const { stderr, status } = await called((stream) => {
		stream.respond({
			"content-type": "application/grpc",
			"grpc-status": "9",
			"grpc-message": "not%20yet",
		});
		stream.end();
	});
	expect(stderr).toMatch(
		/^error: INTERNAL: .* its headers say FAILED_PRECONDITION, "not yet"\n {2}.*Tomcat/,
	);
	expect(status).toBe(77);
});
