// The client cases of gRPC's interop test descriptions (grpc/grpc doc/interop-test-descriptions.md) that need no cloud's own
// server. They keep the names they have there, and go through the plugin's tunnel and channel to grpc-go's server in a pod.
// The compression cases say which messages the server must receive compressed. grpc-go's server does not check that, but it
// compresses its answers as requested.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
	createFileRegistry,
	type FileRegistry,
	fromBinary,
	fromJson,
	type JsonObject,
	type JsonValue,
	toBinary,
	toJson,
} from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type {
	Call,
	CallOptions,
	Channel,
	Metadata,
} from "../../src/grpc/channel.ts";
import { openChannel } from "../../src/grpc/open-channel.ts";
import { type Cluster, loadCluster } from "../../src/kubernetes/cluster.ts";
import { openTunnel } from "../../src/kubernetes/tunnel/open-tunnel.ts";
import { kubeconfigPath, programPath } from "./control.ts";
import { INTEROP_SERVER_IMAGE } from "./images.ts";
import {
	apply,
	createNamespace,
	deleteNamespace,
	GRACE_SECONDS,
	kubectl,
	podAddresses,
} from "./pods.ts";
import { call as callProgram } from "./shell.ts";

const namespace = "interop";
const PORT = 10_000;

let cluster: Cluster;
let channel: Channel;
let messages: FileRegistry;

beforeAll(async () => {
	await createNamespace(namespace);
	await apply(serverPod());
	await kubectl([
		"wait",
		"pod/server",
		`--namespace=${namespace}`,
		"--for=condition=Ready",
		"--timeout=60s",
	]);
	messages = await interopMessages();
	cluster = await loadCluster(
		{ kubeconfig: kubeconfigPath("admin") },
		process.env,
	);
	channel = await openChannel({
		open: (signal) =>
			openTunnel(
				cluster,
				{ namespace, pod: "server", port: PORT },
				{ signal, timeoutMs: 10_000 },
			),
		transport: { kind: "plaintext" },
		authority: "localhost",
		connectTimeoutMs: 10_000,
		signal: new AbortController().signal,
	});
});
afterAll(async () => {
	channel.close();
	cluster.close();
	await deleteNamespace(namespace);
});

function serverPod(): object {
	return {
		apiVersion: "v1",
		kind: "Pod",
		metadata: { namespace, name: "server" },
		spec: {
			terminationGracePeriodSeconds: GRACE_SECONDS,
			containers: [
				{
					name: "server",
					image: INTEROP_SERVER_IMAGE,
					imagePullPolicy: "Never",
					args: [`-address=:${PORT}`],
					readinessProbe: { tcpSocket: { port: PORT }, periodSeconds: 1 },
				},
			],
		},
	};
}

/** Returns the interop protos, as the server itself describes them to grpcurl. */
async function interopMessages(): Promise<FileRegistry> {
	const folder = await mkdtemp(join(tmpdir(), "interop-"));
	try {
		const file = join(folder, "interop.protoset");
		const address = (await podAddresses(namespace)).get("server");
		await callProgram(programPath("grpcurl"), [
			"-plaintext",
			`-protoset-out=${file}`,
			`${address}:${PORT}`,
			"describe",
			"grpc.testing.TestService",
		]);
		return createFileRegistry(
			fromBinary(FileDescriptorSetSchema, await readFile(file)),
		);
	} finally {
		await rm(folder, { recursive: true });
	}
}

const TEST_SERVICE = "/grpc.testing.TestService";

function encode(message: string, value: JsonObject): Uint8Array {
	const descriptor = descriptorOf(message);
	return toBinary(descriptor, fromJson(descriptor, value));
}

function decode(message: string, body: Uint8Array): JsonValue {
	const descriptor = descriptorOf(message);
	return toJson(descriptor, fromBinary(descriptor, body));
}

function descriptorOf(message: string) {
	const descriptor = messages.getMessage(`grpc.testing.${message}`);
	if (descriptor === undefined) throw new Error(`no message ${message}`);
	return descriptor;
}

/** Returns a payload of so many zero bytes, in ProtoJSON. */
function zeros(bytes: number): JsonObject {
	return { body: Buffer.alloc(bytes).toString("base64") };
}

/** Returns a request with a payload of `sentBytes` that asks for one answer of `wantedBytes`. */
function exchange(sentBytes: number, wantedBytes: number): Uint8Array {
	return encode("StreamingOutputCallRequest", {
		responseParameters: [{ size: wantedBytes }],
		payload: zeros(sentBytes),
	});
}

const LARGE_ANSWER = { payload: zeros(314_159) };

function largeUnary(options?: CallOptions) {
	const request = encode("SimpleRequest", {
		responseSize: 314_159,
		payload: zeros(271_828),
	});
	return channel.unary(`${TEST_SERVICE}/UnaryCall`, request, options);
}

/** Sends every message, half-closes, and returns all that came back. */
async function converse(
	method: string,
	requests: readonly Uint8Array[],
	options?: CallOptions,
): Promise<{ readonly responses: Uint8Array[]; readonly call: Call }> {
	const call = channel.call(`${TEST_SERVICE}/${method}`, options);
	for (const request of requests) await call.send(request);
	call.closeSend();
	const responses: Uint8Array[] = [];
	for await (const response of call.responses) responses.push(response);
	return { responses, call };
}

/** Returns the next answer of a stream. Throws when the stream has ended. */
async function next(responses: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
	const { value, done } = await responses.next();
	if (done) throw new Error("the stream ended");
	return value;
}

const OK = { code: 0, name: "OK", source: "server" };

describe("interop", () => {
	it("empty_unary", async () => {
		const { status, response } = await channel.unary(
			`${TEST_SERVICE}/EmptyCall`,
			new Uint8Array(),
		);
		expect(status).toMatchObject(OK);
		expect(response).toHaveLength(0);
	});

	it("large_unary", async () => {
		const { status, response } = await largeUnary();
		expect(status).toMatchObject(OK);
		expect(decode("SimpleResponse", response ?? Buffer.of())).toEqual(
			LARGE_ANSWER,
		);
	});

	it("client_compressed_unary and server_compressed_unary", async () => {
		const { status, headers, response } = await largeUnary({
			compress: "gzip",
		});
		expect(status).toMatchObject(OK);
		expect(headers).toContainEqual(["grpc-encoding", "gzip"]);
		expect(decode("SimpleResponse", response ?? Buffer.of())).toEqual(
			LARGE_ANSWER,
		);
	});

	it.each(["identity", "gzip"] as const)(
		"client_streaming, %s",
		async (compress) => {
			const requests = [27_182, 8, 1_828, 45_904].map((bytes) =>
				encode("StreamingInputCallRequest", { payload: zeros(bytes) }),
			);
			const { responses, call } = await converse(
				"StreamingInputCall",
				requests,
				{ compress },
			);
			expect(await call.status).toMatchObject(OK);
			expect(
				responses.map((body) => decode("StreamingInputCallResponse", body)),
			).toEqual([{ aggregatedPayloadSize: 74_922 }]);
		},
	);

	it.each(["identity", "gzip"] as const)(
		"server_streaming, %s",
		async (compress) => {
			const sizes = [31_415, 9, 2_653, 58_979];
			const request = encode("StreamingOutputCallRequest", {
				responseParameters: sizes.map((size) => ({ size })),
			});
			const { responses, call } = await converse(
				"StreamingOutputCall",
				[request],
				{ compress },
			);
			expect(await call.status).toMatchObject(OK);
			expect(
				responses.map((body) => decode("StreamingOutputCallResponse", body)),
			).toEqual(sizes.map((size) => ({ payload: zeros(size) })));
		},
	);

	it("ping_pong", async () => {
		const call = channel.call(`${TEST_SERVICE}/FullDuplexCall`);
		const responses = call.responses[Symbol.asyncIterator]();
		for (const [sent, wanted] of [
			[27_182, 31_415],
			[8, 9],
			[1_828, 2_653],
			[45_904, 58_979],
		] as const) {
			await call.send(exchange(sent, wanted));
			expect(
				decode("StreamingOutputCallResponse", await next(responses)),
			).toEqual({ payload: zeros(wanted) });
		}
		call.closeSend();
		expect(await responses.next()).toMatchObject({ done: true });
		expect(await call.status).toMatchObject(OK);
	});

	it("empty_stream", async () => {
		const { responses, call } = await converse("FullDuplexCall", []);
		expect(responses).toEqual([]);
		expect(await call.status).toMatchObject(OK);
	});

	describe("custom_metadata", () => {
		const initial = [
			"x-grpc-test-echo-initial",
			"test_initial_metadata_value",
		] as const;
		const trailing = [
			"x-grpc-test-echo-trailing-bin",
			Buffer.from("ababab", "hex").toString("base64"),
		] as const;
		const metadata: Metadata = [initial, trailing];

		it("unary", async () => {
			const { status, headers, trailers } = await largeUnary({ metadata });
			expect(status).toMatchObject(OK);
			expect(headers).toContainEqual(initial);
			expect(trailers).toContainEqual(trailing);
		});

		it("streaming", async () => {
			const { responses, call } = await converse(
				"FullDuplexCall",
				[exchange(271_828, 314_159)],
				{ metadata },
			);
			expect(responses).toHaveLength(1);
			expect(await call.headers).toContainEqual(initial);
			expect(await call.trailers).toContainEqual(trailing);
		});
	});

	describe("status_code_and_message", () => {
		const responseStatus = { code: 2, message: "test status message" };
		const expected = {
			code: 2,
			name: "UNKNOWN",
			message: "test status message",
			source: "server",
		};

		it("unary", async () => {
			const request = encode("SimpleRequest", { responseStatus });
			const { status } = await channel.unary(
				`${TEST_SERVICE}/UnaryCall`,
				request,
			);
			expect(status).toMatchObject(expected);
		});

		it("streaming", async () => {
			const request = encode("StreamingOutputCallRequest", { responseStatus });
			const { responses, call } = await converse("FullDuplexCall", [request]);
			expect(responses).toEqual([]);
			expect(await call.status).toMatchObject(expected);
		});
	});

	it("special_status_message", async () => {
		const message =
			"\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n";
		const request = encode("SimpleRequest", {
			responseStatus: { code: 2, message },
		});
		const { status } = await channel.unary(
			`${TEST_SERVICE}/UnaryCall`,
			request,
		);
		expect(status).toMatchObject({ code: 2, message });
	});

	it.each([
		["unimplemented_method", `${TEST_SERVICE}/UnimplementedCall`],
		[
			"unimplemented_service",
			"/grpc.testing.UnimplementedService/UnimplementedCall",
		],
	])("%s", async (_name, path) => {
		const { status } = await channel.unary(path, new Uint8Array());
		expect(status).toMatchObject({ name: "UNIMPLEMENTED", source: "server" });
	});

	it("cancel_after_begin", async () => {
		const call = channel.call(`${TEST_SERVICE}/StreamingInputCall`);
		call.cancel();
		expect(await call.status).toMatchObject({ name: "CANCELLED" });
	});

	it("cancel_after_first_response", async () => {
		const call = channel.call(`${TEST_SERVICE}/FullDuplexCall`);
		const responses = call.responses[Symbol.asyncIterator]();
		await call.send(exchange(27_182, 31_415));
		expect(
			decode("StreamingOutputCallResponse", await next(responses)),
		).toEqual({ payload: zeros(31_415) });
		call.cancel();
		expect(await call.status).toMatchObject({ name: "CANCELLED" });
	});

	it("timeout_on_sleeping_server", async () => {
		const call = channel.call(`${TEST_SERVICE}/FullDuplexCall`, {
			deadlineMs: 1,
		});
		await call.send(exchange(27_182, 31_415));
		expect(await call.status).toMatchObject({ name: "DEADLINE_EXCEEDED" });
	});

	it("concurrent_large_unary, on a channel that has seen all of the above", async () => {
		const results = await Promise.all(
			Array.from({ length: 50 }, () => largeUnary()),
		);
		for (const { status } of results) expect(status).toMatchObject(OK);
		expect(
			results.map(({ response }) =>
				decode("SimpleResponse", response ?? Buffer.of()),
			),
		).toEqual(results.map(() => LARGE_ANSWER));
	});
});
