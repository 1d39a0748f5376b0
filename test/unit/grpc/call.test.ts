import { randomBytes } from "node:crypto";
import { constants, createServer, type ServerHttp2Stream } from "node:http2";
import { setImmediate as turn } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import * as grpc from "@grpc/grpc-js";
import { describe, expect, it, vi } from "vitest";
import type { PluginError } from "../../../src/errors.ts";
import type { Call, RpcStatus } from "../../../src/grpc/channel.ts";
import type { Frame } from "../../../src/grpc/frame.ts";
import {
	channelTo,
	ECHO,
	grpcServer,
	http2Server,
	listen,
	optionsFor,
} from "./servers.ts";

const { unary, download, upload, chat } = ECHO;
const bytes = (text: string) => Buffer.from(text);
const text = (body: Uint8Array | undefined) =>
	Buffer.from(body ?? []).toString();

async function collect(responses: AsyncIterable<Uint8Array>) {
	const found: string[] = [];
	for await (const body of responses) found.push(text(body));
	return found;
}

/** Metadata comes back as headers and trailers; a request `fail:N` fails with code N, `hang` is never answered. */
function echo(server: grpc.Server): void {
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

async function echoChannel(options = {}) {
	const { port, server } = await grpcServer(echo);
	return Object.assign(await channelTo(port, options), { server });
}

const frame = (body: Uint8Array, flag = 0) => {
	const head = Buffer.alloc(5);
	head[0] = flag;
	head.writeUInt32BE(body.length, 1);
	return Buffer.concat([head, body]);
};

/** A channel to a server that answers each call with these header fields, these bytes and these trailers. */
async function answering(
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

/** A channel to a server that answers with a page that never ends, of which this much comes. */
async function endlessPage(body: string) {
	const port = await http2Server((stream) => {
		stream.respond({ ":status": 503, "content-type": "text/plain" });
		if (body !== "") stream.write(body);
	});
	return channelTo(port);
}

describe("unary", () => {
	it("gives response, headers, trailers, latency and the server's status", async () => {
		const channel = await echoChannel();
		const result = await channel.unary(unary.path, bytes("hello"), {
			metadata: [["x-a", "1"]],
		});
		expect(result.status).toMatchObject({ name: "OK", source: "server" });
		expect(text(result.response)).toBe("hello");
		expect(result.headers).toContainEqual(["x-a", "1"]);
		expect(result.trailers).toContainEqual(["x-a", "1"]);
		expect(result.trailers.map(([key]) => key)).not.toContain("grpc-status");
		expect(result.latencyMs).toBeGreaterThan(0);
	});

	it.each([
		["begins", "no healthy upstream", /"no healthy upstream"$/],
		["never comes", "", /content-type "text\/plain"$/],
	])("does not wait for the end of a page that %s", async (_, body, says) => {
		const channel = await endlessPage(body);
		const { status } = await channel.unary("/a/b", bytes("x"));
		expect(status.name).toBe("UNAVAILABLE");
		expect(status.message).toMatch(says);
	});

	it("sends -bin metadata given in either base64 and gives it back as standard base64, value by value", async () => {
		const channel = await echoChannel();
		const metadata = [
			["a-bin", "-_8"],
			["a-bin", "+/8="],
			["X-Mixed", "Case"],
		] as const;
		const result = await channel.unary(unary.path, bytes("x"), { metadata });
		expect(result.headers.filter(([key]) => key === "a-bin")).toEqual([
			["a-bin", "+/8="],
			["a-bin", "+/8="],
		]);
		expect(result.headers).toContainEqual(["x-mixed", "Case"]);
	});

	it.each([
		[["bad key", "v"]],
		[["x-a", "ünïcode"]],
		[["x-a", "line\nbreak"]],
		[["a-bin", "not base64!"]],
		[["grpc-timeout", "1S"]],
		[[":path", "/x"]],
		[["connection", "close"]],
	] as const)("refuses metadata %j as bad input", async (pair) => {
		const channel = await echoChannel();
		await expect(
			channel.unary(unary.path, bytes("x"), { metadata: [pair] }),
		).rejects.toMatchObject({ code: "bad-input" });
	});

	it("takes a field that Node knows twice, or refuses it as bad input", async () => {
		const channel = await echoChannel();
		const names = Object.entries(constants).flatMap(([constant, name]) =>
			constant.startsWith("HTTP2_HEADER_") ? [String(name)] : [],
		);
		for (const name of [...names, "x-own"]) {
			const twice = { metadata: [[name, "1"] as const, [name, "2"] as const] };
			const outcome = await channel
				.unary(unary.path, bytes("x"), twice)
				.then(({ status }) => status.name)
				.catch(({ code }: PluginError) => code);
			expect([name, outcome]).toEqual([
				name,
				expect.stringMatching(/^(OK|bad-input)$/),
			]);
		}
	});

	it("sends names that objects have", async () => {
		const seen = Promise.withResolvers<readonly string[]>();
		const server = createServer();
		server.on("request", ({ rawHeaders }, response) => {
			seen.resolve(rawHeaders);
			response.stream.respond({ "grpc-status": "0" }, { endStream: true });
		});
		const channel = await channelTo(await listen(server));
		const metadata = [
			["constructor", "a"],
			["__proto__", "b"],
		] as const;
		await channel.unary("/a/b", bytes("x"), { metadata });
		expect(await seen.promise).toEqual(
			expect.arrayContaining(["constructor", "a", "__proto__", "b"]),
		);
	});

	it.each([
		{ userAgent: "a\nb" },
		{ userAgent: "€" },
		{ authority: "a b" },
		{ authority: "münchen.example" },
	])("refuses %j, which HTTP/2 would not carry as it is", async (options) => {
		const channel = await echoChannel(options);
		const [name = ""] = Object.keys(options);
		await expect(channel.unary(unary.path, bytes("x"))).rejects.toMatchObject({
			code: "bad-input",
			message: expect.stringMatching(
				name === "authority" ? name : "user-agent",
			),
		});
	});

	it("carries more metadata than Node does by itself, both ways", async () => {
		const many = Array.from({ length: 400 }, (_, at): [string, string] => [
			`x-${at}`,
			"v".repeat(200),
		]);
		const got: number[] = [];
		const server = createServer({
			maxHeaderListPairs: 10_000,
			maxSendHeaderBlockLength: 1_000_000,
			settings: { maxHeaderListSize: 1_000_000 },
		});
		server.on("stream", (stream: ServerHttp2Stream, sent) => {
			got.push(Object.keys(sent).filter((name) => /^x-/.test(name)).length);
			stream.respond(
				{ "content-type": "application/grpc", ...Object.fromEntries(many) },
				{ waitForTrailers: true },
			);
			stream.on("wantTrailers", () =>
				stream.sendTrailers({
					"grpc-status": "0",
					...Object.fromEntries(many),
				}),
			);
			stream.end(frame(bytes("a")));
		});
		const channel = await channelTo(await listen(server));
		const { status, headers, trailers } = await channel.unary(
			"/a.B/C",
			bytes("x"),
			{ metadata: many },
		);
		expect(status).toMatchObject({ name: "OK" });
		expect(got).toEqual([400]);
		expect(headers).toEqual(expect.arrayContaining(many));
		expect(trailers).toEqual(many);
	});

	it("says what is wrong with a header field that nobody takes", async () => {
		const server = createServer({ maxSendHeaderBlockLength: 1_000_000 });
		server.on("sessionError", () => {});
		server.on("stream", (stream: ServerHttp2Stream) => {
			stream.on("error", () => {});
			stream.respond({ "x-long": "v".repeat(100_000) });
		});
		const channel = await channelTo(await listen(server));
		const { status } = await channel.unary("/a.B/C", bytes("x"));
		expect(status).toMatchObject({
			name: "UNAVAILABLE",
			message: expect.stringContaining("one is longer than 64 KiB"),
		});
	});

	it.each([
		["fields", 7_500, 1, "RESOURCE_EXHAUSTED", "more than 256 KiB of metadata"],
		["bytes", 30, 10_000, "UNAVAILABLE", "more header fields than are taken"],
	])(
		"says that there is too much metadata: %s",
		async (_, count, characters, name, says) => {
			const many = Array.from({ length: count }, (_, at) => [
				`x-${at}`,
				"v".repeat(characters),
			]);
			const server = createServer({ maxSendHeaderBlockLength: 1_000_000 });
			server.on("stream", (stream: ServerHttp2Stream, { ":path": path }) => {
				stream.on("error", () => {});
				const metadata = path === "/a.B/Much" ? many : [];
				stream.respond({ "grpc-status": "0", ...Object.fromEntries(metadata) });
				stream.end();
			});
			const channel = await channelTo(await listen(server));
			// Our limit holds once the server has heard of it.
			await channel.unary("/a.B/Little", bytes("x"));
			const { status } = await channel.unary("/a.B/Much", bytes("x"));
			expect(status).toMatchObject({
				name,
				message: expect.stringContaining(says),
			});
		},
	);

	it("refuses a path that is none", async () => {
		const channel = await echoChannel();
		for (const path of ["", "no-slash", "/a b", "/a\u001b[2J"])
			await expect(channel.unary(path, bytes("x"))).rejects.toMatchObject({
				code: "bad-input",
			});
	});

	it("gives the server's error with its details", async () => {
		const channel = await echoChannel();
		const { status, response } = await channel.unary(
			unary.path,
			bytes("fail:9"),
		);
		expect(status).toMatchObject({
			code: 9,
			name: "FAILED_PRECONDITION",
			message: "as you ask",
			source: "server",
		});
		expect(text(status.details)).toBe("particulars");
		expect(response).toBeUndefined();
	});

	it("ends at the deadline, as the channel's word", async () => {
		const channel = await echoChannel();
		const { status } = await channel.unary(unary.path, bytes("hang"), {
			deadlineMs: 30,
		});
		expect(status).toMatchObject({
			name: "DEADLINE_EXCEEDED",
			source: "channel",
			message: "the call did not end within 30ms",
		});
	});

	it("ends at the deadline when the server is first to reset it", async () => {
		vi.useFakeTimers({ toFake: ["setTimeout"] });
		try {
			const port = await http2Server((stream) => {
				const timeUpMs = performance.now() + 30;
				const reset = () =>
					performance.now() < timeUpMs
						? setImmediate(reset)
						: stream.close(constants.NGHTTP2_CANCEL);
				reset();
			});
			const channel = await channelTo(port);
			const reset = async (deadlineMs: number) =>
				(await channel.unary(unary.path, bytes("x"), { deadlineMs })).status
					.name;
			expect(await reset(30)).toBe("DEADLINE_EXCEEDED");
			expect(await reset(30_000)).toBe("CANCELLED");
		} finally {
			vi.useRealTimers();
		}
	});

	it("is cancelled by its signal, before and during the call", async () => {
		const channel = await echoChannel();
		const early = await channel.unary(unary.path, bytes("x"), {
			signal: AbortSignal.abort(),
		});
		expect(early.status.name).toBe("CANCELLED");
		const controller = new AbortController();
		const late = channel.unary(unary.path, bytes("hang"), {
			signal: controller.signal,
		});
		await turn();
		controller.abort();
		expect((await late).status).toMatchObject({
			name: "CANCELLED",
			source: "channel",
		});
	});

	it("compresses with gzip when asked", async () => {
		let encoding: unknown;
		let first: Buffer | undefined;
		const port = await http2Server((stream) => {
			stream.on("data", (chunk: Buffer) => {
				first ??= chunk;
			});
			stream.on("end", () => {
				stream.respond(
					{ "content-type": "application/grpc", "grpc-status": "0" },
					{ endStream: true },
				);
			});
			encoding = stream.sentHeaders;
		});
		const channel = await channelTo(port);
		await channel.unary("/a.B/C", Buffer.alloc(5000), { compress: "gzip" });
		expect(encoding).toBeUndefined();
		expect(first?.[0]).toBe(1);
		expect(first?.length).toBeLessThan(100);
	});

	it("is understood by a server when compressed", async () => {
		const channel = await echoChannel();
		const body = Buffer.alloc(10_000, "x");
		const result = await channel.unary(unary.path, body, { compress: "gzip" });
		expect(result.response?.length).toBe(10_000);
	});

	it("carries a message of several windows both ways", async () => {
		const channel = await echoChannel({ maxReceiveBytes: 20_000_000 });
		const body = randomBytes(10_000_000);
		const result = await channel.unary(unary.path, body);
		expect(Buffer.compare(body, result.response ?? Buffer.alloc(0))).toBe(0);
	});

	it("stops a message over the limit at its head, naming both sizes", async () => {
		const channel = await echoChannel();
		const { status } = await channel.unary(unary.path, Buffer.alloc(5_000_000));
		expect(status).toMatchObject({
			name: "RESOURCE_EXHAUSTED",
			source: "channel",
		});
		expect(status.message).toMatch(/5000000.*4194304/);
		const wider = await channel.unary(unary.path, Buffer.alloc(5_000_000), {
			maxReceiveBytes: 5_000_000,
		});
		expect(wider.status.name).toBe("OK");
	});
});

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

describe("streams", () => {
	it("downloads in order", async () => {
		const channel = await echoChannel();
		const call = channel.call(download.path);
		await call.send(bytes("a,b,c"));
		call.closeSend();
		expect(await collect(call.responses)).toEqual(["a", "b", "c"]);
		expect(await call.status).toMatchObject({ name: "OK", source: "server" });
	});

	it.each(["identity", "gzip"] as const)(
		"uploads in order, with %s",
		async (compress) => {
			const channel = await echoChannel();
			const call = channel.call(upload.path, { compress });
			for (const part of ["1", "2", "3"]) void call.send(bytes(part));
			call.closeSend();
			expect(await collect(call.responses)).toEqual(["123"]);
		},
	);

	it("chats", async () => {
		const channel = await echoChannel();
		const call = channel.call(chat.path);
		const heard: string[] = [];
		await call.send(bytes("1"));
		for await (const body of call.responses) {
			heard.push(text(body));
			if (heard.length < 4) await call.send(bytes(String(heard.length + 1)));
			else call.closeSend();
		}
		expect(heard).toEqual(["1", "2", "3", "4"]);
		expect((await call.status).name).toBe("OK");
	});

	it.each(["identity", "gzip"])(
		"shows a slow reader all that came before an error (%s)",
		async (encoding) => {
			const one =
				encoding === "gzip"
					? frame(gzipSync(bytes("m")), 1)
					: frame(bytes("m"));
			const channel = await answering(
				{ "grpc-encoding": encoding },
				Buffer.concat(Array(3000).fill(one)),
				{ "grpc-status": "9", "grpc-message": "late" },
			);
			const call = channel.call("/a.B/C");
			call.closeSend();
			let messages = 0;
			for await (const _ of call.responses) {
				messages += 1;
				if (messages % 100 === 0) await turn();
			}
			expect(messages).toBe(3000);
			expect(await call.status).toMatchObject({
				code: 9,
				message: "late",
				source: "server",
			});
		},
	);

	it("tells the status to one who does not read", async () => {
		const channel = await answering({}, frame(bytes("m")), {
			"grpc-status": "0",
		});
		const call = channel.call("/a.B/C");
		expect((await call.status).name).toBe("OK");
		expect(await collect(call.responses)).toEqual(["m"]);
	});

	it("slows the server down to its reader", async () => {
		let sentBytes = 0;
		let stalled = () => {};
		const stalling = new Promise<void>((resolve) => {
			stalled = resolve;
		});
		const one = frame(Buffer.alloc(100_000));
		const port = await http2Server((stream) => {
			stream.respond({ "content-type": "application/grpc" });
			const pump = (): void => {
				if (stream.destroyed) return;
				sentBytes += one.length;
				stream.write(one, (error) => (error ? undefined : pump()));
			};
			pump();
			const watch = (before: number) =>
				setTimeout(
					() => (sentBytes === before ? stalled() : watch(sentBytes)),
					50,
				);
			watch(-1);
		});
		const channel = await channelTo(port);
		const call = channel.call("/a.B/C");
		call.closeSend();
		await stalling;
		expect(sentBytes).toBeLessThan(4_000_000);
		call.cancel();
		expect((await call.status).name).toBe("CANCELLED");
	});

	it("makes a sender wait for a server that does not read", async () => {
		const port = await http2Server((stream) => {
			stream.respond({ "content-type": "application/grpc" });
			stream.pause();
		});
		const channel = await channelTo(port);
		const call = channel.call("/a.B/C");
		const part = Buffer.alloc(500_000);
		const sends = Array.from({ length: 20 }, () => call.send(part));
		const settled = await Promise.race([
			Promise.all(sends).then(() => "all sent"),
			call.headers.then(() => turn("waiting")),
		]);
		expect(settled).toBe("waiting");
		call.cancel();
		// A call that is over makes nobody wait.
		await Promise.all(sends);
		await call.send(part);
	});

	it.each<[string, (call: Call, stop: AbortController) => unknown]>([
		["by its caller", (call) => call.cancel()],
		["by its signal", (_, stop) => stop.abort()],
		[
			"by its reader",
			async ({ responses }) => {
				for await (const _ of responses) break;
			},
		],
	])(
		"is reset when it is cancelled %s, and never half-closed",
		async (_, cancel) => {
			const frames: Frame[] = [];
			const reset = Promise.withResolvers<void>();
			const channel = await echoChannel({
				onFrame(frame: Frame) {
					if (frame.direction === "sent" && frame.streamId > 0)
						frames.push(frame);
					if (frame.type === "RST_STREAM") reset.resolve();
				},
			});
			const stop = new AbortController();
			const call = channel.call(chat.path, { signal: stop.signal });
			await call.send(bytes("1"));
			void cancel(call, stop);
			await reset.promise;
			call.closeSend();
			await turn();
			expect(
				frames.map((frame) => [
					frame.type,
					"endStream" in frame && frame.endStream,
				]),
			).toEqual([
				["HEADERS", false],
				["DATA", false],
				["RST_STREAM", false],
			]);
			expect(frames.at(-1)).toMatchObject({
				errorCode: constants.NGHTTP2_CANCEL,
			});
		},
	);

	it("is cancelled when its reader stops early", async () => {
		const channel = await echoChannel();
		const call = channel.call(chat.path);
		await call.send(bytes("1"));
		for await (const _ of call.responses) break;
		expect((await call.status).name).toBe("CANCELLED");
	});
});

describe("when the session ends under a call", () => {
	it("says how, as UNAVAILABLE", async () => {
		const port = await http2Server((stream) => stream.session?.destroy());
		const channel = await channelTo(port);
		const { status } = await channel.unary("/a.B/C", bytes("x"));
		expect(status).toMatchObject({ name: "UNAVAILABLE", source: "channel" });
	});

	it("lets calls finish after GOAWAY and takes no more", async () => {
		const { port, server } = await grpcServer(echo);
		const channel = await channelTo(port);
		const call = channel.call(chat.path);
		await call.send(bytes("1"));
		const reader = call.responses[Symbol.asyncIterator]();
		await reader.next();
		expect(channel.takesCalls()).toBe(true);
		const stopped = new Promise((resolve) => server.tryShutdown(resolve));
		const goaway = new Promise<void>((resolve) => {
			const look = async () => {
				const { status } = await channel.unary(unary.path, bytes("x"));
				if (status.name === "UNAVAILABLE") resolve();
				else setTimeout(look, 5);
			};
			void look();
		});
		await goaway;
		expect(channel.takesCalls()).toBe(false);
		await call.send(bytes("2"));
		expect(text((await reader.next()).value ?? undefined)).toBe("2");
		call.closeSend();
		await reader.next();
		expect((await call.status).name).toBe("OK");
		expect(await channel.closed).toMatchObject({ kind: "goaway", code: 0 });
		await stopped;
	});

	it("ends its calls when it is closed here", async () => {
		const channel = await echoChannel();
		const hanging = channel.unary(unary.path, bytes("hang"));
		await turn();
		channel.close();
		expect((await hanging).status.name).toBe("CANCELLED");
		expect(await channel.closed).toEqual({ kind: "closed-here" });
		const after = await channel.unary(unary.path, bytes("x"));
		expect(after.status.name).toBe("UNAVAILABLE");
	});

	it("closes when the caller's signal aborts", async () => {
		const { port } = await grpcServer(echo);
		const controller = new AbortController();
		const { openChannel } = await import("../../../src/grpc/open-channel.ts");
		const channel = await openChannel({
			...optionsFor(port),
			signal: controller.signal,
		});
		controller.abort();
		expect(await channel.closed).toEqual({ kind: "closed-here" });
	});
});
