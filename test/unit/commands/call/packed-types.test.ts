import { writeFileSync } from "node:fs";
import { createServer, type ServerHttp2Stream } from "node:http2";
import { join } from "node:path";
import { create, toBinary } from "@bufbuild/protobuf";
import { type Any, AnySchema } from "@bufbuild/protobuf/wkt";
import { Metadata, type ServerUnaryCall } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { ReflectionService } from "@grpc/reflection";
import { expect, onTestFinished, test, vi } from "vitest";
import { StatusSchema } from "../../../../src/schema/gen/google/rpc/status_pb.ts";
import { runInProcess } from "../../../in-process.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";
import { grpcServer, method } from "../../grpc/servers.ts";
import { tcpServer } from "../../tcp-server.ts";

const SHOP = `syntax = "proto3";
package shop;
import "google/protobuf/any.proto";
message Query {}
message Answer { repeated google.protobuf.Any items = 1; }
service Shop { rpc Get(Query) returns (Answer); rpc Fail(Query) returns (Query); }`;
/** Linked into the server, and of no use to its service. */
const DETAILS = `syntax = "proto3";
package details;
import "google/protobuf/any.proto";
message Gone { string id = 1; }
message Outer { google.protobuf.Any inner = 1; }`;
const APART = `syntax = "proto3";
package apart;
message Thing { string id = 1; }`;

/** When this type is asked for, reflection ends its stream. tonic does so with NOT_FOUND at each unknown type. */
const ENDING = "details.Ending";

/**
 * Starts the service with reflection of all files, which ends with `endingCode` at {@link ENDING}. Returns its address, a
 * count of reflection's questions, and a folder.
 */
async function shop(items: readonly Any[], endingCode = 5) {
	const folder = temporaryFolder(onTestFinished);
	const texts = { shop: SHOP, details: DETAILS, apart: APART };
	for (const [name, text] of Object.entries(texts))
		writeFileSync(join(folder, `${name}.proto`), text);
	const asked: string[] = [];
	const { port } = await grpcServer((server) => {
		const files = Object.keys(texts).map((name) => `${name}.proto`);
		const loaded = loadSync(files, { includeDirs: [folder] });
		new ReflectionService(loaded).addToServer({
			addService(service: object, handlers: Record<string, never>) {
				const [name = "", handle] = Object.entries(handlers)[0] ?? [];
				server.addService(service as never, {
					[name]: (stream: NodeJS.EventEmitter) => {
						stream.on("data", ({ fileContainingSymbol: symbol }) => {
							if (symbol) asked.push(symbol);
							if (symbol === ENDING)
								stream.emit("error", { code: endingCode, details: "ended" });
						});
						(handle as unknown as (stream: object) => void)(stream);
					},
				});
			},
		} as never);
		server.addService(
			{ Get: method("/shop.Shop/Get"), Fail: method("/shop.Shop/Fail") },
			{
				Get: (_: object, done: (error: null, body: Buffer) => void) =>
					done(null, answer(items)),
				Fail: (
					_: ServerUnaryCall<Buffer, Buffer>,
					done: (error: object) => void,
				) => done({ code: 5, details: "gone", metadata: trailers(items) }),
			},
		);
	});
	const run = (method: string, ...more: readonly string[]) =>
		runInProcess(
			["call", `127.0.0.1:${port}`, `shop.Shop/${method}`, ...more],
			{ env: {} },
		);
	return { run, asked, folder };
}

const packed = (type: string, value: Uint8Array) =>
	create(AnySchema, { typeUrl: `type.googleapis.com/${type}`, value });
/** `{ id: "7" }` */
const gone = packed("details.Gone", Buffer.from([0x0a, 1, 0x37]));
const outer = (packedIn = gone) => {
	const inner = toBinary(AnySchema, packedIn);
	const value = Buffer.concat([Buffer.from([0x0a, inner.length]), inner]);
	return packed("details.Outer", value);
};

function answer(items: readonly Any[]): Buffer {
	return Buffer.concat(
		items.flatMap((item) => {
			const bytes = toBinary(AnySchema, item);
			return [Buffer.from([0x0a, bytes.length]), bytes];
		}),
	);
}

function trailers(details: readonly Any[]): Metadata {
	const metadata = new Metadata();
	const status = { code: 5, message: "gone", details: [...details] };
	metadata.set(
		"grpc-status-details-bin",
		Buffer.from(toBinary(StatusSchema, create(StatusSchema, status))),
	);
	return metadata;
}

const GONE = { "@type": "type.googleapis.com/details.Gone", id: "7" };
const OUTER = { "@type": "type.googleapis.com/details.Outer", inner: GONE };

test("details of a type that no file of the service declares are decoded with the server's description, as for Temporal", async () => {
	const { run } = await shop([gone, outer()]);
	const { stdout, status } = await run("Fail", "-o", "json");
	expect(status).toBe(69);
	expect(JSON.parse(stdout).status.details).toEqual([GONE, OUTER]);
	expect((await run("Fail")).stderr).toContain(JSON.stringify(GONE));
});

test("what a response has packed is decoded too, and each type is asked for once", async () => {
	const { run, asked } = await shop([gone, outer(), gone]);
	const { stdout } = await run("Get");
	expect(JSON.parse(stdout)).toEqual({ items: [GONE, OUTER, GONE] });
	expect(asked.filter((name) => name === "details.Gone")).toHaveLength(1);
});

test("a message waits once for all that is packed in it, however deep", async () => {
	const timeouts = vi.spyOn(AbortSignal, "timeout");
	onTestFinished(() => timeouts.mockRestore());
	const apart = packed("apart.Thing", Buffer.from([0x0a, 1, 0x37]));
	const { run, asked } = await shop([outer(apart)]);
	expect((await run("Get")).stdout).toContain('"id": "7"');
	expect(asked).toEqual(["shop.Shop", "details.Outer", "apart.Thing"]);
	expect(timeouts.mock.calls).toEqual([[2000]]);
});

test("no call waits for a new connection when the server has closed its own with the answer", async () => {
	const folder = temporaryFolder(onTestFinished);
	writeFileSync(join(folder, "shop.proto"), SHOP);
	const server = createServer();
	server.on("stream", (stream: ServerHttp2Stream, headers) => {
		const isCall = headers[":path"] === "/shop.Shop/Fail";
		if (isCall) stream.session?.goaway(0, stream.id);
		const [details] = trailers([gone]).get("grpc-status-details-bin");
		stream.respond(
			{
				"content-type": "application/grpc",
				"grpc-status": isCall ? "5" : "12",
				"grpc-status-details-bin": Buffer.from(details ?? "").toString(
					"base64",
				),
			},
			{ endStream: true },
		);
	});
	const patience = new AbortController();
	let connections = 0;
	const port = await tcpServer((socket) => {
		connections += 1;
		if (connections === 1) server.emit("connection", socket);
		else patience.abort();
	});
	const timeouts = vi.spyOn(AbortSignal, "timeout");
	timeouts.mockReturnValue(patience.signal);
	onTestFinished(() => timeouts.mockRestore());
	const { stderr, status } = await runInProcess(
		[
			...["call", `127.0.0.1:${port}`, "shop.Shop/Fail", "--plaintext"],
			...["--proto", "shop.proto", "--import-path", folder],
			"--connect-timeout=1h",
		],
		{ env: {} },
	);
	expect(connections).toBe(2);
	expect(stderr).toContain("details.Gone is not recognized");
	expect(status).toBe(69);
});

test("a type that the server does not know stays bytes", async () => {
	const { run } = await shop([packed("details.Other", Buffer.from([8, 1]))]);
	expect((await run("Get")).stdout).toContain(
		"details.Other is not recognized",
	);
	const { stderr, status } = await run("Fail");
	expect(stderr).toContain("details.Other is not recognized");
	expect(status).toBe(69);
});

test("a type at which the server ends reflection does not hide the others", async () => {
	const ending = packed(ENDING, Buffer.from([8, 1]));
	for (const [items, code] of [
		[[gone, ending], 5],
		[[ending, gone], 5],
		[[ending, gone], 2],
	] as const) {
		const { run } = await shop(items, code);
		const { stdout } = await run("Fail", "-o", "json");
		expect(JSON.parse(stdout).status.details).toContainEqual(GONE);
	}
});

test("types are not asked from the server when files alone are used", async () => {
	const { run, asked, folder } = await shop([gone]);
	const files = ["--reflection=off", "--import-path", folder];
	const { stdout } = await run("Get", ...files, "--proto", "shop.proto");
	expect(stdout).toContain("details.Gone is not recognized");
	expect(asked).toEqual([]);
});

test("a server is asked for a limited number of types", async () => {
	const types = Array.from({ length: 60 }, (_, index) => `details.T${index}`);
	const { run, asked } = await shop(
		types.map((type) => packed(type, new Uint8Array([8, 1]))),
	);
	await run("Get");
	expect(new Set(asked.filter((name) => /T\d/.test(name))).size).toBe(20);
});

test("a recording with payloads has the types, and is shown again with them", async () => {
	const { run, folder } = await shop([gone]);
	const file = join(folder, "run.jsonl");
	const again = () => runInProcess(["call", "--replay", file], { env: {} });
	const told = await run("Fail", "--record", file, "--record-payloads");
	expect(told.stderr).toContain(JSON.stringify(GONE));
	expect(await again()).toEqual(told);
	const all = ["--all-pods", "--record", file, "--record-payloads"];
	const compared = await run("Get", ...all);
	expect(compared.stdout).toContain('"id":"7"');
	expect((await again()).stdout).toBe(compared.stdout);
});
