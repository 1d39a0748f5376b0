import * as grpc from "@grpc/grpc-js";
import { channelTo, ECHO, grpcServer, http2Server } from "./servers.ts";

export const { unary, download, upload, chat } = ECHO;
export const bytes = (text: string) => Buffer.from(text);
export const text = (body: Uint8Array | undefined) =>
	Buffer.from(body ?? []).toString();

export async function collect(responses: AsyncIterable<Uint8Array>) {
	const found: string[] = [];
	for await (const body of responses) found.push(text(body));
	return found;
}

/** Serves ECHO. Metadata comes back as headers and trailers; a request `fail:N` fails with code N; `hang` is never answered. */
export function echo(server: grpc.Server): void {
	server.addService(ECHO, {
		unary(
			call: grpc.ServerUnaryCall<Buffer, Buffer>,
			done: grpc.sendUnaryData<Buffer>,
		) {
			const request = call.request.toString();
			if (request === "hang") return;
			call.sendMetadata(call.metadata);
			if (!request.startsWith("fail:"))
				return done(null, call.request, call.metadata);
			const metadata = new grpc.Metadata();
			metadata.set("grpc-status-details-bin", bytes("particulars"));
			done({ code: Number(request.slice(5)), details: "as you ask", metadata });
		},
		download(call: grpc.ServerWritableStream<Buffer, Buffer>) {
			for (const part of call.request.toString().split(","))
				call.write(bytes(part));
			call.end();
		},
		upload(
			call: grpc.ServerReadableStream<Buffer, Buffer>,
			done: grpc.sendUnaryData<Buffer>,
		) {
			const parts: Buffer[] = [];
			call.on("data", (part: Buffer) => parts.push(part));
			call.on("end", () => done(null, Buffer.concat(parts)));
		},
		chat(call: grpc.ServerDuplexStream<Buffer, Buffer>) {
			call.on("data", (part: Buffer) => call.write(part));
			call.on("end", () => call.end());
		},
	});
}

export async function echoChannel(options = {}) {
	const { port, server } = await grpcServer(echo);
	return Object.assign(await channelTo(port, options), { server });
}

export const frame = (body: Uint8Array, flag = 0) => {
	const head = Buffer.alloc(5);
	head[0] = flag;
	head.writeUInt32BE(body.length, 1);
	return Buffer.concat([head, body]);
};

/** Returns a channel to a server that answers each call with these header fields, these bytes and these trailers. */
export async function answering(
	headers: Record<string, string | number>,
	body: Buffer,
	trailers: Record<string, string> | "reset" | undefined,
) {
	const port = await http2Server((stream) => {
		stream.respond(
			{ "content-type": "application/grpc", ...headers },
			{ waitForTrailers: true },
		);
		stream.on("wantTrailers", () => {
			if (trailers === "reset") stream.close(2);
			else stream.sendTrailers(trailers ?? {});
		});
		stream.end(body);
	});
	return channelTo(port);
}

/** Returns a channel to a server that sends this much of a page that never ends. */
export async function endlessPage(body: string) {
	const port = await http2Server((stream) => {
		stream.respond({ ":status": 503, "content-type": "text/plain" });
		if (body !== "") stream.write(body);
	});
	return channelTo(port);
}
