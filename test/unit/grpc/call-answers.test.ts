import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { RpcStatus } from "../../../src/grpc/channel.ts";
import { answering, bytes, frame, text } from "./calls.ts";
import { channelTo, http2Server } from "./servers.ts";

describe("what a server may answer instead", () => {
	const ok = { "grpc-status": "0" };
	const cases: readonly [
		name: string,
		headers: Record<string, string | number>,
		body: Buffer,
		trailers: Record<string, string> | "reset" | undefined,
		expected: Partial<RpcStatus> | RegExp,
	][] = [
		["no message", {}, Buffer.alloc(0), ok, /OK and no message/],
		[
			"two messages",
			{},
			Buffer.concat([frame(bytes("a")), frame(bytes("b"))]),
			ok,
			/more than one message/,
		],
		["no trailers", {}, frame(bytes("a")), {}, { source: "channel" }],
		[
			"RST_STREAM",
			{},
			frame(bytes("a")),
			"reset",
			{ name: "INTERNAL", source: "channel" },
		],
		[
			"a status that is none",
			{},
			frame(bytes("a")),
			{ "grpc-status": "77" },
			{ name: "UNKNOWN", source: "server" },
		],
		[
			"a status that is no number",
			{},
			frame(bytes("a")),
			{ "grpc-status": "bad" },
			/grpc-status "bad"/,
		],
		[
			"an HTML page",
			{ "content-type": "text/html" },
			bytes("<html>"),
			{},
			/HTTP status 200, content-type "text\/html"/,
		],
		[
			"502 with a page",
			{ ":status": 502, "content-type": "text/html" },
			bytes("<html>bad gateway</html>"),
			{},
			{
				name: "UNAVAILABLE",
				source: "channel",
				message:
					'the answer is not gRPC: HTTP status 502, content-type "text/html", "<html>bad gateway</html>"',
			},
		],
		[
			"a redirect of an ingress, without its query",
			{
				":status": 308,
				"content-type": "text/html",
				location: "https://shop.example/a.B/C?state=s3cret",
			},
			bytes("<html>"),
			{},
			/HTTP status 308, content-type "text\/html", "location: https:\/\/shop\.example\/a\.B\/C"$/,
		],
		[
			"a long page, of which the beginning is told",
			{ ":status": 502, "content-type": "text/html" },
			bytes(`<html>\r\n\t<p>${"x".repeat(100_000)}</p>`),
			{},
			/"<html> <p>x{150}…"$/,
		],
		[
			"a page that is cut off",
			{ ":status": 503, "content-type": "text/plain" },
			bytes("no healthy"),
			"reset",
			/HTTP status 503, content-type "text\/plain", "no healthy"$/,
		],
		[
			"gRPC-Web, which is framed otherwise",
			{ "content-type": "application/grpc-web+proto" },
			frame(bytes("a")),
			{},
			/content-type "application\/grpc-web\+proto"/,
		],
		[
			"404",
			{ ":status": 404, "content-type": "text/plain" },
			Buffer.alloc(0),
			{},
			{ name: "UNIMPLEMENTED", source: "channel" },
		],
		[
			"gzip that is none",
			{ "grpc-encoding": "gzip" },
			frame(bytes("junk"), 1),
			ok,
			/cannot be expanded/,
		],
		[
			"a compression not offered",
			{ "grpc-encoding": "zstd" },
			frame(bytes("junk"), 1),
			ok,
			/zstd/,
		],
		[
			"a compression that is not stated",
			{},
			frame(bytes("junk"), 1),
			ok,
			/compressed with what no grpc-encoding states/,
		],
		[
			"a compression bomb",
			{ "grpc-encoding": "gzip" },
			frame(gzipSync(Buffer.alloc(50_000_000)), 1),
			ok,
			{ name: "RESOURCE_EXHAUSTED" },
		],
		[
			"a message cut short",
			{},
			frame(Buffer.alloc(100)).subarray(0, 50),
			ok,
			/OK in the middle of a message/,
		],
	];
	it.each(cases)("%s", async (_name, headers, body, trailers, expected) => {
		const channel = await answering(headers, body, trailers);
		const { status } = await channel.unary("/a.B/C", bytes("x"));
		if (expected instanceof RegExp) expect(status.message).toMatch(expected);
		else expect(status).toMatchObject(expected);
		expect(status.code).not.toBe(0);
	});

	it("Helidon's for a method that it does not have", async () => {
		const port = await http2Server((stream) =>
			stream.respond(
				{ ":status": 404, "grpc-status": "5" },
				{ endStream: true },
			),
		);
		const { status } = await (await channelTo(port)).unary(
			"/a.B/C",
			bytes("x"),
		);
		expect(status).toMatchObject({
			name: "UNIMPLEMENTED",
			source: "channel",
			message: "the answer is not gRPC: HTTP status 404, no content-type",
		});
	});

	it("messages, and then one over the limit, in one piece", async () => {
		const many = Array.from({ length: 50 }, (_, at) =>
			frame(bytes(String(at))),
		);
		const channel = await answering(
			{},
			Buffer.concat([...many, frame(Buffer.alloc(2000)), frame(bytes("x"))]),
			{ "grpc-status": "0" },
		);
		const call = channel.call("/a.B/C", { maxReceiveBytes: 1000 });
		const received: string[] = [];
		for await (const body of call.responses) received.push(text(body));
		expect(received).toEqual(many.map((_, at) => String(at)));
		expect(await call.status).toMatchObject({
			name: "RESOURCE_EXHAUSTED",
			source: "channel",
			message: "Received message larger than max (2000 vs 1000)",
		});
	});

	it("an endless stream of messages in a unary call", async () => {
		const one = frame(Buffer.alloc(1000));
		const port = await http2Server((stream) => {
			stream.respond({ "content-type": "application/grpc" });
			const pump = () => {
				while (!stream.destroyed && stream.write(one));
				stream.once("drain", pump);
			};
			pump();
		});
		const channel = await channelTo(port);
		const { status } = await channel.unary("/a.B/C", bytes("x"));
		expect(status).toMatchObject({ name: "INTERNAL", source: "channel" });
	});

	it("an expanded message when it fits", async () => {
		const channel = await answering(
			{ "grpc-encoding": "gzip" },
			frame(gzipSync(bytes("small")), 1),
			ok,
		);
		const { response } = await channel.unary("/a.B/C", bytes("x"));
		expect(text(response)).toBe("small");
	});
});
