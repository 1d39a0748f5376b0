import {
	type ClientHttp2Session,
	connect,
	type IncomingHttpHeaders,
} from "node:http2";
import type { Socket } from "node:net";
import { percentDecoded } from "../../../percent-decode.ts";
import { type CheckResult, failure } from "./check-result.ts";
import { within } from "./within.ts";

type GrpcCheck = {
	/** The address in messages: `10.244.1.2:50051`. */
	readonly address: string;
	readonly service: string;
	readonly dial: () => Promise<Socket>;
	readonly timeoutMs: number;
};

/**
 * Calls grpc.health.v1.Health/Check in plaintext, with the results and messages of the kubelet (pkg/probe/grpc). It uses HTTP/2
 * directly, so that the sandbox's own process does not load a gRPC library for one message.
 */
export async function checkGrpc(check: GrpcCheck): Promise<CheckResult> {
	let session: ClientHttp2Session | undefined;
	let connected = false;
	const outcome = await within(check.timeoutMs, async (signal) => {
		session = await openSession(check, signal);
		connected = true;
		return await callHealth(session, check.service);
	});
	session?.destroy();
	if (outcome.kind === "done") return judge(outcome.value);
	// grpc-go retries a failed connection until the deadline, so that it reports every such failure as a timeout.
	if (!connected)
		return failure(
			`timeout: failed to connect service "${check.address}" within ${seconds(check.timeoutMs)}: context deadline exceeded`,
		);
	if (outcome.kind === "timeout")
		return failure(
			`timeout: health rpc did not complete within ${seconds(check.timeoutMs)}`,
		);
	return failure(
		`error: health rpc probe failed: rpc error: code = Unavailable desc = ${outcome.error.message}`,
	);
}

type Answer = {
	readonly grpcStatus: number;
	readonly grpcMessage: string;
	readonly serving: number;
};

async function openSession(
	{ dial }: GrpcCheck,
	signal: AbortSignal,
): Promise<ClientHttp2Session> {
	const socket = await dial().catch(() => undefined);
	// grpc-go retries until the timeout after a refused connection, and after one that ends before SETTINGS.
	if (!socket) return new Promise(() => {});
	const session = connect("http://pod", { createConnection: () => socket });
	signal.addEventListener("abort", () => session.destroy());
	return new Promise((resolve) => {
		session.on("error", () => {});
		session.once("remoteSettings", () => resolve(session));
	});
}

function callHealth(
	session: ClientHttp2Session,
	service: string,
): Promise<Answer> {
	const stream = session.request({
		":method": "POST",
		":path": "/grpc.health.v1.Health/Check",
		"content-type": "application/grpc",
		te: "trailers",
		"user-agent": "kube-probe/1.37 grpc-go/1.82.1",
	});
	return new Promise((resolve, reject) => {
		let headers: IncomingHttpHeaders = {};
		const body: Buffer[] = [];
		stream.on("response", (received) => {
			headers = received;
		});
		stream.on("trailers", (received) => {
			headers = { ...headers, ...received };
		});
		stream.on("data", (chunk: Buffer) => body.push(chunk));
		stream.on("error", reject);
		stream.on("close", () => resolve(answerOf(headers, Buffer.concat(body))));
		stream.end(encodeRequest(service));
	});
}

/** Encodes HealthCheckRequest{service = 1} in a gRPC frame. Names are shorter than 16 KiB, so that two bytes hold the length. */
function encodeRequest(service: string): Buffer {
	const name = Buffer.from(service);
	const { length } = name;
	const tag = [0x0a, (length & 0x7f) | 0x80, length >> 7];
	const message = length === 0 ? name : Buffer.concat([Buffer.from(tag), name]);
	const head = Buffer.alloc(5);
	head.writeUInt32BE(message.length, 1);
	return Buffer.concat([head, message]);
}

/** Reads HealthCheckResponse{status = 1}, which starts at byte 5, after the head of the gRPC frame. */
function answerOf(headers: IncomingHttpHeaders, body: Buffer): Answer {
	const serving = body[5] === 0x08 ? (body[6] ?? 0) : 0;
	return {
		grpcStatus: Number(headers["grpc-status"] ?? 2),
		grpcMessage: percentDecoded(String(headers["grpc-message"] ?? "")),
		serving,
	};
}

const SERVING_STATUSES = [
	"UNKNOWN",
	"SERVING",
	"NOT_SERVING",
	"SERVICE_UNKNOWN",
];

/** The names of status codes in Go. */
const CODES = [
	"OK",
	"Canceled",
	"Unknown",
	"InvalidArgument",
	"DeadlineExceeded",
	"NotFound",
	"AlreadyExists",
	"PermissionDenied",
	"ResourceExhausted",
	"FailedPrecondition",
	"Aborted",
	"OutOfRange",
	"Unimplemented",
	"Internal",
	"Unavailable",
	"DataLoss",
	"Unauthenticated",
];

function judge({ grpcStatus, grpcMessage, serving }: Answer): CheckResult {
	if (CODES[grpcStatus] === "Unimplemented")
		return failure(
			`error: this server does not implement the grpc health protocol (grpc.health.v1.Health): ${grpcMessage}`,
		);
	if (grpcStatus !== 0)
		return failure(
			`error: health rpc probe failed: rpc error: code = ${CODES[grpcStatus] ?? `Code(${grpcStatus})`} desc = ${grpcMessage}`,
		);
	const status = SERVING_STATUSES[serving] ?? String(serving);
	if (status === "SERVING") return { result: "success" };
	return failure(`service unhealthy (responded with "${status}")`);
}

function seconds(timeoutMs: number): string {
	return `${timeoutMs / 1000}s`;
}
