import { writeFileSync } from "node:fs";
import { createServer, type ServerHttp2Stream } from "node:http2";
import { join } from "node:path";
import { create, createFileRegistry, toBinary } from "@bufbuild/protobuf";
import { type Any, AnySchema } from "@bufbuild/protobuf/wkt";
import { Metadata, type ServerUnaryCall } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { ReflectionService } from "@grpc/reflection";
import { expect, onTestFinished, test, vi } from "vitest";
import {
	type AskTypes,
	askedOnce,
} from "../../../../src/commands/call/ask-types.ts";
import {
	packedTypes,
	withPackedTypes,
} from "../../../../src/commands/call/packed-types.ts";
import { Health } from "../../../../src/grpc-services/gen/grpc/health/v1/health_pb.ts";
import { StatusSchema } from "../../../../src/schema/gen/google/rpc/status_pb.ts";
import { growingRegistry } from "../../../../src/schema/link/growing-registry.ts";
import type { Schema } from "../../../../src/schema/schema.ts";
import { runInProcess } from "../../../in-process.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";
import { grpcServer, method } from "../../grpc/servers.ts";
import { tcpServer } from "../../tcp-server.ts";

const SHOP = `syntax = "proto3";
package shop;
import "google/protobuf/any.proto";
message Query {}
message Answer { repeated google.protobuf.Any items = 1; }
service Shop {
  rpc Get(Query) returns (Answer);
  rpc Fail(Query) returns (Query);
  rpc Echo(Answer) returns (Answer);
}`;
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
			{
				Get: method("/shop.Shop/Get"),
				Fail: method("/shop.Shop/Fail"),
				Echo: method("/shop.Shop/Echo"),
			},
			{
				Echo: (
					{ request }: ServerUnaryCall<Buffer, Buffer>,
					done: (error: null, body: Buffer) => void,
				) => done(null, request),
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

test("with --all-pods details are shown as of one pod", async () => {
	const { run } = await shop([gone]);
	const { stdout } = await run("Fail", "--all-pods", "-o", "json");
	expect(JSON.parse(stdout).groups[0].details).toEqual([GONE]);
	const shown = (await run("Fail", "--all-pods")).stdout;
	expect(shown).toContain(`\n  gone\n  detail ${JSON.stringify(GONE)}\n`);
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
		[[gone, ending], 2],
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
	const wanted = asked.filter((name) => /T\d/.test(name));
	expect([...new Set(wanted)]).toEqual(types.slice(0, 20));
});

test("what is no name of a type is not asked for", async () => {
	const { run, asked } = await shop([
		packed("a b", Buffer.from([8, 1])),
		packed("", Buffer.from([8, 1])),
	]);
	await run("Get");
	expect(asked).toEqual(["shop.Shop"]);
});

test("types of responses that are passed on as bytes are not asked for; those of a failure's details are", async () => {
	const { run, asked, folder } = await shop([gone]);
	const binary = ["--format", "binary"];
	await run("Get", ...binary);
	expect(asked).toEqual(["shop.Shop"]);
	expect((await run("Fail", ...binary)).stderr).toContain(JSON.stringify(GONE));
	const file = join(folder, "run.jsonl");
	await run("Get", ...binary, "--record", file, "--record-payloads");
	const again = ["call", "--replay", file, "-o", "json"];
	const { stdout } = await runInProcess(again, { env: {} });
	expect(JSON.parse(stdout).messages).toEqual([{ items: [GONE] }]);
});

test("what a request packs may be of a type that the server alone knows", async () => {
	const { run, asked, folder } = await shop([]);
	const file = join(folder, "run.jsonl");
	const items = [GONE, OUTER];
	const told = await run(
		"Echo",
		...["-d", JSON.stringify({ items })],
		...["--record", file, "--record-payloads"],
	);
	expect(JSON.parse(told.stdout)).toEqual({ items });
	expect(asked.filter((name) => name === "details.Gone")).toHaveLength(1);
	const again = await runInProcess(["call", "--replay", file], { env: {} });
	expect(again).toEqual(told);
	const text = 'items { [type.googleapis.com/details.Gone] { id: "7" } }';
	const asText = await run("Echo", "--format", "text", "-d", text);
	expect(asText.stdout).toContain('id: "7"');
	const repeated = ["--repeat", "2", "-d", JSON.stringify({ items })];
	expect((await run("Echo", ...repeated)).status).toBe(0);
});

test("a type of a request that the server does not know either is refused as ever", async () => {
	const { run, asked } = await shop([]);
	const other = { "@type": "type.googleapis.com/details.Other" };
	const data = ["-d", JSON.stringify({ items: [other] })];
	const { stderr, status } = await run("Echo", ...data);
	expect(stderr).toContain(
		'no message type "details.Other" in the schema, which "@type" names',
	);
	expect(asked).toContain("details.Other");
	expect(await run("Echo", ...data, "--all-pods")).toMatchObject({ status });
});

const NO_SCHEMA: Schema = {
	registry: createFileRegistry(),
	files: [],
	services: [],
	problems: [],
};

test("of servers that serve alike one is asked, and another where it told nothing", async () => {
	const told = new Map();
	const asked: string[] = [];
	const ask =
		(pod: string, answer: readonly Schema[] | undefined): AskTypes =>
		async () => {
			asked.push(pod);
			return answer;
		};
	const askAs = (alike: string, ...pod: Parameters<typeof ask>) =>
		askedOnce(told, alike, ask(...pod))(["a.B"], AbortSignal.timeout(60_000));
	expect(await askAs("v1", "a", undefined)).toBeUndefined();
	expect(await askAs("v1", "b", [NO_SCHEMA])).toEqual([NO_SCHEMA]);
	expect(await askAs("v1", "c", [])).toEqual([NO_SCHEMA]);
	expect(await askAs("v2", "d", [])).toEqual([]);
	expect(asked).toEqual(["a", "b", "d"]);
	told.set(JSON.stringify(["v3", ["a.B"]]), new Promise(() => {}));
	const never = askedOnce(told, "v3", ask("e", []));
	expect(await never(["a.B"], AbortSignal.abort())).toBeUndefined();
});

/** Asks servers that serve alike: one that hangs, and then one that answers so. Gives what each says when the first gives up. */
async function askBehindOneThatHangs(answer: ReturnType<AskTypes>) {
	const timeouts = vi.spyOn(AbortSignal, "timeout");
	timeouts.mockReturnValue(AbortSignal.abort());
	onTestFinished(() => timeouts.mockRestore());
	const told = new Map();
	const { signal } = new AbortController();
	const askAs = (ask: AskTypes) => askedOnce(told, "v1", ask)(["a.B"], signal);
	const hanging = Promise.withResolvers<undefined>();
	const first = askAs(() => hanging.promise);
	const asked = Promise.withResolvers<void>();
	const second = askAs(() => {
		asked.resolve();
		return answer;
	});
	await asked.promise;
	hanging.resolve(undefined);
	return { first, second };
}

test("a server that hangs does not keep those that serve alike from being asked, and has what they tell", async () => {
	const answer = Promise.resolve([NO_SCHEMA]);
	const { first, second } = await askBehindOneThatHangs(answer);
	expect(await Promise.all([first, second])).toEqual([
		[NO_SCHEMA],
		[NO_SCHEMA],
	]);
});

test("a server that told nothing does not wait for another that is being asked", async () => {
	const { first } = await askBehindOneThatHangs(new Promise(() => {}));
	expect(await first).toBeUndefined();
});

test("a request that wants what a response has just asked for waits for it", async () => {
	const answer = Promise.withResolvers<readonly Schema[]>();
	const growing = growingRegistry(createFileRegistry());
	const types = packedTypes(growing, () => answer.promise);
	const wanted = new Set([AnySchema.typeName]);
	const both = [types.learn(wanted), types.learn(wanted)];
	const registry = createFileRegistry(AnySchema.file.proto, () => undefined);
	answer.resolve([{ ...NO_SCHEMA, registry }]);
	expect(await Promise.all(both)).toEqual(["some", "some"]);
	expect(types.takeLearnt()).toHaveLength(1);
});

test.each([
	["nothing is left", 1_000, undefined],
	["a little is left", 999.5, 1],
	["more than patience is left", -5_000, 2_000],
])("asking ends with --max-time: %s", async (_, atMs, patienceMs) => {
	const timeouts = vi.spyOn(AbortSignal, "timeout");
	onTestFinished(() => timeouts.mockRestore());
	const ask = vi.fn(async () => []);
	const types = packedTypes(growingRegistry(NO_SCHEMA.registry), ask);
	const output = AnySchema;
	const facts = (async function* () {
		const body = toBinary(AnySchema, packed("a.B", Buffer.from([8, 1])));
		yield { kind: "response" as const, body, atMs };
		yield { kind: "response" as const, body, atMs };
	})();
	const method = { ...Health.method.check, output };
	const known = { method, schema: NO_SCHEMA, types };
	const reading = { bodies: "read", keep: async () => {} } as const;
	for await (const fact of withPackedTypes(known, facts, {
		...reading,
		deadlineMs: 1_000,
	}))
		expect(fact.kind).toBe("response");
	expect(ask).toHaveBeenCalledTimes(patienceMs === undefined ? 0 : 1);
	expect(timeouts.mock.calls.flat()).toEqual(
		patienceMs === undefined ? [] : [patienceMs],
	);
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
