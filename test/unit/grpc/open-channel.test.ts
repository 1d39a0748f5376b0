import { once } from "node:events";
import {
	createServer as createHttp2,
	type ServerHttp2Stream,
} from "node:http2";
import type { Socket } from "node:net";
import { Duplex, PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { PluginError } from "../../../src/errors.ts";
import type { Frame } from "../../../src/grpc/frame.ts";
import { openAddress } from "../../../src/grpc/open-address.ts";
import { openChannel } from "../../../src/grpc/open-channel.ts";
import { freePort } from "../../loopback.ts";
import { listen, tcpServer } from "../tcp-server.ts";
import { goaway, SETTINGS } from "./frames.ts";
import {
	channelTo,
	grpcServer,
	http1Server,
	http2Server,
	optionsFor,
	shyServer,
} from "./servers.ts";

/** Starts a server that sends these bytes after the client's first ones, and then does `then`. */
const saying = (bytes: Buffer | string, then: "wait" | "end" | "reset") =>
	tcpServer((socket) => {
		socket.once("data", () => {
			if (then === "end") return socket.end(bytes);
			socket.write(bytes);
			if (then === "reset") socket.resetAndDestroy();
			return undefined;
		});
	});

describe("a channel that opens", () => {
	it("says what the transport is and how long each step took", async () => {
		const { port } = await grpcServer(() => {});
		const channel = await channelTo(port);
		expect(channel.transport).toEqual({ kind: "plaintext", detected: false });
		expect(channel.timings.tlsMs).toBeUndefined();
		expect(channel.timings.streamMs).toBeGreaterThanOrEqual(0);
		expect(channel.timings.settingsMs).toBeGreaterThan(0);
	});

	it("shows every frame of both directions to its tap, and goes on when the tap throws", async () => {
		const { port } = await grpcServer(() => {});
		const frames: Frame[] = [];
		const channel = await channelTo(port, {
			onFrame: (frame) => frames.push(frame),
			headerBlocks: "keep",
		});
		await channel.unary("/a.B/C", Buffer.alloc(3));
		const seen = frames.map(({ direction, type }) => `${direction} ${type}`);
		expect(seen).toContain("received SETTINGS");
		expect(seen).toContain("sent SETTINGS");
		expect(frames.find(({ type }) => type === "HEADERS")).toMatchObject({
			direction: "sent",
			streamId: 1,
			endHeaders: true,
			block: expect.any(Uint8Array),
		});
		const throwing = await channelTo(port, {
			onFrame() {
				throw new Error("a tap that fails");
			},
		});
		expect((await throwing.unary("/a.B/C", Buffer.alloc(3))).status.name).toBe(
			"UNIMPLEMENTED",
		);
	});

	it("sends :authority and :scheme as told", async () => {
		const seen = Promise.withResolvers<unknown>();
		const server = createHttp2();
		server.on("stream", (stream: ServerHttp2Stream, headers) => {
			seen.resolve([
				headers[":authority"],
				headers[":scheme"],
				headers["user-agent"],
				headers["grpc-timeout"],
			]);
			stream.respond({ "grpc-status": "0" }, { endStream: true });
		});
		const channel = await channelTo(await listen(server), {
			authority: "users.example:443",
			userAgent: "tester/1",
		});
		await channel.unary("/a.B/C", Buffer.alloc(0), { deadlineMs: 2500 });
		expect(await seen.promise).toEqual([
			"users.example:443",
			"http",
			"tester/1",
			"2500m",
		]);
	});
});

it("a close that a write finds out is told as one that is read: grpc-go's behind an unwelcome PROXY header", async () => {
	const stream = new Duplex({
		read() {},
		write: (_chunk, _encoding, done) => done(),
	});
	stream.push(SETTINGS);
	const { closed } = await openChannel(
		optionsFor(1, { open: async () => stream }),
	);
	stream.destroy(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
	await expect(closed).resolves.toMatchObject({
		kind: "lost",
		error: { message: "the server closed the connection without a GOAWAY" },
	});
});

describe("a channel that does not open", () => {
	const cases: readonly [
		name: string,
		server: () => Promise<number>,
		code: string,
		message: RegExp,
	][] = [
		[
			"an HTTP/1 server",
			http1Server,
			"not-http2",
			/HTTP\/1: "HTTP\/1\.1 400 Bad Request"/,
		],
		[
			"a TLS alert",
			() => saying(Buffer.from([0x15, 3, 1, 0, 2, 2, 70]), "end"),
			"not-http2",
			/TLS alert \(protocol_version\)/,
		],
		[
			"another protocol's banner",
			() => saying("SSH-2.0-OpenSSH_9.6\r\n", "wait"),
			"not-http2",
			/sent "SSH-2\.0-OpenSSH_9\.6\\r\\n", which is not HTTP\/2/,
		],
		[
			"terminal escapes",
			() => saying("\u001b[2J\u001b]0;owned\u0007", "wait"),
			"not-http2",
			/sent "\\x1b\[2J\\x1b\]0;owned\\x07"/,
		],
		[
			"a short word and silence",
			() => saying("-ERR\r\n", "wait"),
			"not-http2",
			/sent "-ERR\\r\\n"/,
		],
		[
			"a close without a byte",
			() => saying("", "end"),
			"not-http2",
			/closed the connection without sending anything/,
		],
		[
			"a reset",
			() => saying("", "reset"),
			"not-http2",
			/closed the connection without sending anything/,
		],
		[
			"a close at once",
			() => tcpServer((socket) => socket.end()),
			"not-http2",
			/closed the connection without sending anything/,
		],
		[
			"silence",
			() => tcpServer(() => {}),
			"silent",
			/accepts the connection and sends nothing within 1s/,
		],
		[
			"SETTINGS behind a request",
			shyServer,
			"silent",
			/sends its SETTINGS only once it has a request/,
		],
		[
			"half a SETTINGS frame",
			() => saying(SETTINGS.subarray(0, 5), "wait"),
			"deadline",
			/not open within 1s/,
		],
		[
			"garbage after half a SETTINGS frame",
			() =>
				saying(
					Buffer.concat([SETTINGS.subarray(0, 4), Buffer.alloc(99, 255)]),
					"wait",
				),
			"not-http2",
			/which is not HTTP\/2/,
		],
		[
			"GOAWAY before SETTINGS were taken in",
			() => saying(goaway(0, 11, "go away"), "end"),
			"not-http2",
			/which is not HTTP\/2/,
		],
	];
	it.each(cases)("%s", async (_name, server, code, message) => {
		const opening = channelTo(await server(), { connectTimeoutMs: 1000 });
		await expect(opening).rejects.toMatchObject({
			code,
			message: expect.stringMatching(message),
		});
	});

	it("a port that nobody listens on", async () => {
		await expect(channelTo(await freePort())).rejects.toMatchObject({
			code: "connection-refused",
		});
	});

	it("a name that does not resolve", async () => {
		await expect(
			openAddress("no-such-host.invalid", 1)(new AbortController().signal),
		).rejects.toMatchObject({ code: "name-unresolved" });
	});

	it.each([
		new PluginError("pod-gone", "the pod is gone"),
		new PluginError("connection-lost", "the proxy is not there"),
	])("passes on what the stream's opener throws: $message", async (refused) => {
		const tls = { verify: "report" } as const;
		for (const kind of ["plaintext", "tls", "auto"] as const) {
			const transport = kind === "plaintext" ? { kind } : { kind, tls };
			const open = () => Promise.reject(refused);
			await expect(channelTo(1, { open, transport })).rejects.toBe(refused);
		}
	});

	it("passes on what the stream is destroyed with after it was opened", async () => {
		const refused = new PluginError("connection-refused", "refused in the pod");
		for (const kind of ["plaintext", "tls", "auto"] as const) {
			const open = async () => {
				const duplex = new Duplex({
					read() {},
					write() {
						duplex.destroy(refused);
					},
				});
				return duplex;
			};
			const tls = { verify: "report" } as const;
			const transport = kind === "plaintext" ? { kind } : { kind, tls };
			await expect(channelTo(1, { open, transport })).rejects.toBe(refused);
		}
	});

	it("takes a stream that is already destroyed for what it is", async () => {
		const gone = new PluginError("tunnel-cut", "cut");
		const open = async () => {
			const stream = new PassThrough();
			stream.on("error", () => {});
			stream.destroy(gone);
			return stream;
		};
		await expect(channelTo(1, { open })).rejects.toBe(gone);
	});

	it("stops waiting for a stream at the deadline, and closes one that comes late", async () => {
		const late = Promise.withResolvers<Duplex>();
		await expect(
			channelTo(1, { open: () => late.promise, connectTimeoutMs: 20 }),
		).rejects.toMatchObject({
			code: "deadline",
			hint: ["if it is only slow: --connect-timeout 30s"],
		});
		const stream = new PassThrough();
		late.resolve(stream);
		await once(stream, "close");
		expect(stream.destroyed).toBe(true);
	});

	it("is interrupted by its signal while it waits", async () => {
		const controller = new AbortController();
		const port = await tcpServer((socket) =>
			socket.once("data", () => controller.abort()),
		);
		await expect(
			openChannel({ ...optionsFor(port), signal: controller.signal }),
		).rejects.toMatchObject({ code: "cancelled" });
		await expect(
			openChannel({ ...optionsFor(port), signal: AbortSignal.abort() }),
		).rejects.toMatchObject({ code: "cancelled" });
	});
});

describe("a channel's end", () => {
	it("is GOAWAY with code, last stream and debug data", async () => {
		const port = await tcpServer((socket) => {
			socket.write(SETTINGS);
			socket.once("data", () => socket.end(goaway(0, 11, "too_many_pings")));
		});
		const channel = await channelTo(port);
		expect(await channel.closed).toEqual({
			kind: "goaway",
			code: 11,
			lastStreamId: 0,
			debug: "too_many_pings",
		});
	});

	it.each(["end", "destroy", "resetAndDestroy"] as const)(
		"is lost when the server's socket does %s",
		async (how) => {
			const accepted = Promise.withResolvers<Socket>();
			const port = await tcpServer((socket) => {
				socket.write(SETTINGS);
				socket.resume();
				accepted.resolve(socket);
			});
			const channel = await channelTo(port);
			const socket = await accepted.promise;
			const closed = once(socket, "close");
			socket[how]();
			expect(await channel.closed).toMatchObject({
				kind: "lost",
				error: { code: "connection-lost" },
			});
			// Our side is closed too, since a server that drains waits for that.
			await closed;
		},
	);

	it("is the tunnel's own error when it was cut", async () => {
		const cut = new PluginError("pod-gone", "the pod was deleted");
		const { port } = await grpcServer(() => {});
		let stream: Duplex | undefined;
		const channel = await channelTo(port, {
			async open(signal) {
				stream = await openAddress("127.0.0.1", port)(signal);
				return stream;
			},
		});
		const call = channel.unary("/grpc.a/B", Buffer.alloc(0));
		stream?.destroy(cut);
		expect(await channel.closed).toEqual({ kind: "lost", error: cut });
		expect((await call).status).toMatchObject({
			name: "UNAVAILABLE",
			message: "the pod was deleted",
			source: "channel",
		});
	});

	it("comes on a malformed frame, with a status for the calls under way", async () => {
		const port = await tcpServer((socket) => {
			socket.write(SETTINGS);
			let chunks = 0;
			socket.on("data", () => {
				chunks += 1;
				if (chunks === 2) socket.write(Buffer.alloc(64, 0xff));
			});
		});
		const frames: Frame[] = [];
		const channel = await channelTo(port, {
			onFrame: (frame) => frames.push(frame),
		});
		const { status } = await channel.unary("/a.B/C", Buffer.alloc(0));
		expect(status).toMatchObject({
			name: "UNAVAILABLE",
			source: "channel",
			message: expect.stringMatching(/broke the rules of HTTP\/2/),
		});
		expect(await channel.closed).toMatchObject({ kind: "lost" });
		expect(frames.filter(({ type }) => type === "UNKNOWN")).toHaveLength(1);
	});

	it("leaves nothing behind, 200 times", async () => {
		const port = await http2Server((stream) =>
			stream.respond(
				{ "content-type": "application/grpc", "grpc-status": "0" },
				{ endStream: true },
			),
		);
		const before = process.getActiveResourcesInfo().length;
		for (let round = 0; round < 10; round += 1) {
			const channels = await Promise.all(
				Array.from({ length: 20 }, () => channelTo(port)),
			);
			await Promise.all(
				channels.map((channel) => channel.unary("/a.B/C", Buffer.alloc(1))),
			);
			for (const channel of channels) channel.close();
			await Promise.all(channels.map(({ closed }) => closed));
		}
		await expect
			.poll(() => process.getActiveResourcesInfo().length)
			.toBeLessThanOrEqual(before);
	});
});
