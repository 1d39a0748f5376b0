// Servers for the tests of src/grpc. Each listens on a port of loopback and is closed at the end of its test.
import { createServer as createHttp1 } from "node:http";
import {
	createServer as createHttp2,
	type ServerHttp2Stream,
} from "node:http2";
import * as grpc from "@grpc/grpc-js";
import { onTestFinished } from "vitest";
import type { Channel, ChannelOptions } from "../../../src/grpc/channel.ts";
import { createFrameReader } from "../../../src/grpc/frame-reader.ts";
import { openAddress } from "../../../src/grpc/open-address.ts";
import { openChannel } from "../../../src/grpc/open-channel.ts";
import { listen, tcpServer } from "../tcp-server.ts";
import { goaway, SETTINGS } from "./frames.ts";

/** Starts an HTTP/1 server that answers 404. */
export function http1Server(): Promise<number> {
	return listen(
		createHttp1((_request, response) => {
			response.statusCode = 404;
			response.end();
		}),
	);
}

/** Starts a bare HTTP/2 server, for answers that a gRPC library would not give. */
export function http2Server(
	onStream: (stream: ServerHttp2Stream, path: string) => void,
): Promise<number> {
	const server = createHttp2();
	server.on("sessionError", () => {});
	server.on("stream", (stream: ServerHttp2Stream, headers) => {
		stream.on("error", () => {});
		onStream(stream, String(headers[":path"]));
	});
	return listen(server);
}

/** Starts a server that answers each connection's requests with these frames in one piece. */
export function answeringServer(...frames: readonly Buffer[]): Promise<number> {
	return tcpServer((socket) => {
		socket.write(SETTINGS);
		const onFrame = ({ type }: { readonly type: string }) => {
			if (type === "HEADERS") socket.write(Buffer.concat(frames));
		};
		socket.on("data", createFrameReader({ direction: "sent", onFrame }));
	});
}

/** Starts a server that sends its SETTINGS only after it has read the head of a request, as cmux (Go) does. */
export function shyServer(): Promise<number> {
	return tcpServer((socket) => {
		const onFrame = ({ type }: { readonly type: string }) => {
			if (type === "HEADERS") socket.write(SETTINGS);
		};
		socket.on("data", createFrameReader({ direction: "sent", onFrame }));
	});
}

/**
 * Starts a server whose first connection ends with a GOAWAY that leaves its calls unanswered. Its other connections are like
 * those of {@link http2Server}.
 */
export async function leavingServer(
	onStream: (stream: ServerHttp2Stream) => void,
): Promise<number> {
	const server = createHttp2();
	server.on("stream", onStream);
	let connections = 0;
	return tcpServer((socket) => {
		if (connections++ > 0) return void server.emit("connection", socket);
		socket.write(SETTINGS);
		const onFrame = ({ type }: { readonly type: string }) => {
			if (type === "HEADERS") socket.write(goaway(0, 0));
		};
		socket.on("data", createFrameReader({ direction: "sent", onFrame }));
	});
}

const identity = (bytes: Buffer) => bytes;

/** Returns a method whose messages are raw bytes. */
export function method(
	path: string,
	kind: { readonly requests?: "stream"; readonly responses?: "stream" } = {},
): grpc.MethodDefinition<Buffer, Buffer> {
	return {
		path,
		requestStream: kind.requests === "stream",
		responseStream: kind.responses === "stream",
		requestSerialize: identity,
		requestDeserialize: identity,
		responseSerialize: identity,
		responseDeserialize: identity,
	};
}

export const ECHO = {
	unary: method("/test.Echo/Unary"),
	download: method("/test.Echo/Download", { responses: "stream" }),
	upload: method("/test.Echo/Upload", { requests: "stream" }),
	chat: method("/test.Echo/Chat", {
		requests: "stream",
		responses: "stream",
	}),
};

/** Starts a grpc-js server with what `configure` adds. Returns the server, so that a test can shut it down, and its port. */
export async function grpcServer(
	configure: (server: grpc.Server) => void,
	credentials: grpc.ServerCredentials = grpc.ServerCredentials.createInsecure(),
	options: grpc.ServerOptions = {},
): Promise<{ readonly server: grpc.Server; readonly port: number }> {
	const server = new grpc.Server({
		"grpc.max_receive_message_length": -1,
		"grpc.max_send_message_length": -1,
		...options,
	});
	configure(server);
	const port = await new Promise<number>((resolve, reject) =>
		server.bindAsync("127.0.0.1:0", credentials, (error, bound) =>
			error ? reject(error) : resolve(bound),
		),
	);
	onTestFinished(() => server.forceShutdown());
	return { server, port };
}

/** Returns options for a channel to a port of loopback. The channel is closed with the test. */
export function optionsFor(
	port: number,
	options: Partial<ChannelOptions> = {},
): ChannelOptions {
	const controller = new AbortController();
	onTestFinished(() => controller.abort());
	return {
		open: openAddress("127.0.0.1", port),
		transport: { kind: "plaintext" },
		authority: `localhost:${port}`,
		connectTimeoutMs: 5000,
		signal: controller.signal,
		...options,
	};
}

/** Opens a channel to a port of loopback. It is closed with the test. */
export function channelTo(
	port: number,
	options: Partial<ChannelOptions> = {},
): Promise<Channel> {
	return openChannel(optionsFor(port, options));
}
