// Serves ../proto/*.proto with grpc-js and @grpc/reflection: `node echo-node.ts`. It does not serve what its loader cannot
// read.
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import {
	loadSync,
	type PackageDefinition,
	type ServiceDefinition,
} from "@grpc/proto-loader";
import { ReflectionService } from "@grpc/reflection";

const folder = join(import.meta.dirname, "../proto");
const definition = loadSync(["echo.proto", "legacy.proto", "plain.proto"], {
	includeDirs: [folder],
	keepCase: true,
	longs: String,
	enums: String,
});

const identity = (body: Buffer): Buffer => body;

/** Returns the service with bytes as messages. They come back as they were sent, whatever proto-loader makes of their types. */
function ofBytes(name: string): grpc.ServiceDefinition {
	const methods = serviceOf(definition, name);
	return Object.fromEntries(
		Object.entries(methods).map(([method, { path, ...kind }]) => [
			method,
			{
				path,
				requestStream: kind.requestStream,
				responseStream: kind.responseStream,
				requestSerialize: identity,
				requestDeserialize: identity,
				responseSerialize: identity,
				responseDeserialize: identity,
			},
		]),
	);
}

function serviceOf(from: PackageDefinition, name: string): ServiceDefinition {
	const found = from[name];
	if (found === undefined || "format" in found)
		throw new Error(`${name} is no service`);
	return found;
}

type Unary = grpc.handleUnaryCall<Buffer, Buffer>;
type Down = grpc.handleServerStreamingCall<Buffer, Buffer>;

const echo: Unary = ({ request }, answer) => answer(null, request);

const upload: grpc.handleClientStreamingCall<Buffer, Buffer> = (
	call,
	answer,
) => {
	let last: Buffer = Buffer.of();
	call.on("data", (body: Buffer) => {
		last = body;
	});
	call.on("end", () => answer(null, last));
};

const download: Down = (call) => {
	for (let count = 0; count < 3; count += 1) call.write(call.request);
	call.end();
};

const chat: grpc.handleBidiStreamingCall<Buffer, Buffer> = (call) => {
	call.on("data", (body: Buffer) => call.write(body));
	call.on("end", () => call.end());
};

const fail: Down = (call) => {
	const { code, message, details } = readFailure(call.request);
	const metadata = new grpc.Metadata();
	if (details) metadata.set("grpc-status-details-bin", call.request);
	call.write(Buffer.of());
	call.emit("error", { code, details: message, metadata });
};

/** Reads `echo.Failure`, which has the fields of google.rpc.Status under the same numbers. */
function readFailure(body: Buffer): {
	readonly code: number;
	readonly message: string;
	readonly details: boolean;
} {
	const method = serviceOf(definition, "echo.Echo")["Fail"];
	const read = method?.requestDeserialize(body) as {
		readonly code?: number;
		readonly message?: string;
		readonly details?: readonly unknown[];
	};
	return {
		code: read.code ?? 0,
		message: read.message ?? "",
		details: (read.details ?? []).length > 0,
	};
}

const garbage: Unary = (_call, answer) =>
	answer(null, Buffer.from("0fff", "hex"));

const headers: Unary = ({ metadata }, answer) => {
	const sent = metadata.toHttp2Headers();
	const lines = Object.keys(sent)
		.filter((key) => key.startsWith("x-"))
		.sort()
		.flatMap((key) => metadata.get(key).map((value) => `${key}: ${value}`));
	const text = Buffer.from(lines.join("\n"));
	const prefix = text.length === 0 ? [] : [0x0a, text.length];
	answer(null, Buffer.concat([Buffer.from(prefix), text]));
};

const server = new grpc.Server();
server.addService(ofBytes("echo.Echo"), {
	Unary: echo,
	Upload: upload,
	Download: download,
	Chat: chat,
	Fail: fail,
	Garbage: garbage,
	Sleep: () => {},
	Headers: headers,
	Old: echo,
});
server.addService(ofBytes("legacy.Legacy"), { Echo: echo });
server.addService(ofBytes("plain.Plain"), { Unary: echo, Chat: chat });
new ReflectionService(definition).addToServer(server);
server.bindAsync(
	"127.0.0.1:0",
	grpc.ServerCredentials.createInsecure(),
	(error, port) => {
		if (error) throw error;
		console.log(`Listening on 127.0.0.1:${port}`);
	},
);
