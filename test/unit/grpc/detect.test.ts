import { connect, createServer as createTcp, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { HEAD_START_MS } from "../../../src/grpc/detect.ts";
import { listen, tcpServer } from "../tcp-server.ts";
import { SETTINGS } from "./frames.ts";
import { channelTo, grpcServer, http1Server } from "./servers.ts";
import {
	auto,
	expectEcho,
	rawTls,
	server,
	tls,
	tlsServer,
} from "./tls-servers.ts";

/** First byte of a ClientHello's record. */
const TLS_HANDSHAKE = 0x16;
/** And of HTTP/2's preface. */
const PREFACE = 0x50;
/** A frame's type. */
const HEADERS = 1;

/** What a server sees of its clients before they are understood. */
function counting(
	target: () => number,
): Promise<{ port: number; connections: () => number }> {
	let connections = 0;
	const proxy = createTcp((socket: Socket) => {
		connections += 1;
		const upstream = connect(target(), "127.0.0.1");
		upstream.on("error", () => socket.destroy());
		socket.on("error", () => upstream.destroy());
		socket.pipe(upstream).pipe(socket);
	});
	return listen(proxy).then((port) => ({
		port,
		connections: () => connections,
	}));
}

describe("detection", () => {
	// No head start runs out by itself, however slow the machine: each test says when, and so that one is not needed.
	beforeEach(
		() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }),
	);
	afterEach(() => void vi.useRealTimers());

	it("finds plaintext with one connection", async () => {
		const { port: target } = await grpcServer(() => {});
		const { port, connections } = await counting(() => target);
		const channel = await channelTo(port, { transport: auto() });
		expect(channel.transport).toEqual({ kind: "plaintext", detected: true });
		expect(connections()).toBe(1);
	});

	it("finds TLS by one bad greeting, without waiting, and its tap sees the connection that won", async () => {
		const target = await tlsServer(server);
		const { port, connections } = await counting(() => target);
		const received: string[] = [];
		// Ours, and our acknowledgement of the server's: those of the first try are not told.
		const sentSettings = 2;
		const channel = await channelTo(port, {
			transport: auto(),
			onFrame: ({ direction, type }) => received.push(`${direction} ${type}`),
		});
		expect(channel.transport).toMatchObject({ kind: "tls", detected: true });
		expect(connections()).toBe(2);
		expect(received).toContain("received SETTINGS");
		expect(received.filter((frame) => frame === "sent SETTINGS")).toHaveLength(
			sentSettings,
		);
		await expectEcho(channel);
	});

	it("begins with TLS where that is known", async () => {
		const target = await tlsServer(server);
		const { port, connections } = await counting(() => target);
		const channel = await channelTo(port, {
			transport: { ...auto(), first: "tls" },
		});
		expect(channel.transport).toMatchObject({ kind: "tls", detected: true });
		expect(connections()).toBe(1);
	});

	it("finds plaintext behind what is no longer true", async () => {
		const { port: target } = await grpcServer(() => {});
		const { port, connections } = await counting(() => target);
		const channel = await channelTo(port, {
			transport: { ...auto(), first: "tls" },
		});
		expect(channel.transport).toEqual({ kind: "plaintext", detected: true });
		expect(connections()).toBe(2);
	});

	it("finds TLS behind a server that is silent on a bad greeting", async () => {
		const target = await tlsServer(server);
		const port = await tcpServer((socket) => {
			socket.once("data", (first) => {
				if (first[0] !== TLS_HANDSHAKE) {
					vi.advanceTimersByTime(HEAD_START_MS);
					return;
				}
				const upstream = connect(target, "127.0.0.1");
				upstream.write(first);
				socket.pipe(upstream).pipe(socket);
			});
		});
		const channel = await channelTo(port, { transport: auto() });
		await expectEcho(channel);
	});

	it("waits for a plaintext server that is slow to greet", async () => {
		let slow: Socket | undefined;
		const port = await tcpServer((socket) => {
			socket.once("data", (first) => {
				if (first[0] === TLS_HANDSHAKE) {
					socket.destroy();
					slow?.write(SETTINGS);
					return;
				}
				slow = socket;
				vi.advanceTimersByTime(HEAD_START_MS);
			});
		});
		const channel = await channelTo(port, { transport: auto() });
		expect(channel.transport).toEqual({ kind: "plaintext", detected: true });
	});

	it("refuses a certificate that must verify without waiting for more", async () => {
		const port = await tlsServer(server);
		const transport = auto({ verify: "require", serverName: "orders.example" });
		await expect(channelTo(port, { transport })).rejects.toMatchObject({
			code: "tls-verify",
		});
	});

	it.each([
		[
			"asks for HTTPS",
			"HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n",
		],
		[
			"says nothing of it, as nginx's",
			"HTTP/1.1 400 Bad Request\r\nServer: nginx\r\nConnection: close\r\n\r\n",
		],
	])("takes an HTTP/1 page that %s as a reason to try TLS", async (_, page) => {
		const target = await tlsServer(server);
		const port = await tcpServer((socket) => {
			socket.once("data", (first) => {
				if (first[0] !== TLS_HANDSHAKE) {
					socket.end(page);
					return;
				}
				const upstream = connect(target, "127.0.0.1");
				upstream.write(first);
				socket.pipe(upstream).pipe(socket);
			});
		});
		const channel = await channelTo(port, { transport: auto() });
		expect(channel.transport.kind).toBe("tls");
	});

	it("asks an HTTP/1 server in TLS too, and tells what it said in the clear", async () => {
		const target = await http1Server();
		const { port, connections } = await counting(() => target);
		await expect(channelTo(port, { transport: auto() })).rejects.toMatchObject({
			code: "not-http2",
			hint: ["this port speaks HTTP/1: gRPC is on another one"],
		});
		expect(connections()).toBe(2);
	});

	/** A server that sends nothing, but to a request in the clear; at each step the time goes on to the next. */
	const silentUntilAsked = (onRequest: (socket: Socket) => void) =>
		tcpServer((socket) => {
			socket.on("data", (bytes) => {
				if (bytes[3] === HEADERS) onRequest(socket);
				else if (bytes[0] === TLS_HANDSHAKE) vi.advanceTimersByTime(600);
				else if (bytes[0] === PREFACE) vi.advanceTimersByTime(HEAD_START_MS);
			});
		});

	it("says of a silent server that it is silent, asked for it at last", async () => {
		const port = await silentUntilAsked(() => vi.advanceTimersByTime(600));
		await expect(
			channelTo(port, { transport: auto(), connectTimeoutMs: 600 }),
		).rejects.toMatchObject({
			code: "silent",
			message: expect.stringMatching(/sends nothing within 600ms/),
			hint: [
				expect.stringContaining("may hang"),
				"if it is only slow: --connect-timeout 30s",
			],
		});
	});

	it("says of a silent server what would give it more time", async () => {
		const port = await silentUntilAsked(() => vi.advanceTimersByTime(600));
		const limits = { connectTimeoutMs: 600, moreTime: "a longer --wait" };
		await expect(
			channelTo(port, { transport: auto(), ...limits }),
		).rejects.toMatchObject({
			hint: [
				expect.stringContaining("may hang"),
				"if it is only slow: a longer --wait",
			],
		});
	});

	it("says of a server that waits for a request that it does", async () => {
		const port = await silentUntilAsked((socket) => socket.write(SETTINGS));
		await expect(
			channelTo(port, { transport: auto(), connectTimeoutMs: 600 }),
		).rejects.toMatchObject({
			code: "silent",
			message: expect.stringMatching(/only once it has a request/),
			hint: [expect.stringMatching(/MatchWithWriters/)],
		});
	});

	it("says of a server that closes on everything that it does", async () => {
		const port = await tcpServer((socket) =>
			socket.once("data", () => socket.destroy()),
		);
		await expect(channelTo(port, { transport: auto() })).rejects.toMatchObject({
			code: "not-http2",
			message: expect.stringMatching(/with HTTP\/2 as well as with TLS/),
			// HAProxy does in mode tcp, with its server down.
			hint: [
				expect.stringMatching(
					/a proxy does this when it cannot reach the server/,
				),
			],
		});
	});

	it.each([
		["told to", tls],
		["found out", auto],
	])(
		"in TLS that ends at a proxy without its server, %s",
		async (_how, transport) => {
			const port = await rawTls({}, "close");
			const opening = channelTo(port, { transport: transport() });
			await expect(opening).rejects.toMatchObject({
				code: "not-http2",
				message:
					"the server accepted TLS and closed the connection without sending anything",
				hint: [expect.stringMatching(/a proxy that terminates TLS/)],
			});
		},
	);

	it("says of TLS that ends without a protocol, as hitch's without h2, that this may be why", async () => {
		const port = await rawTls({ ALPNProtocols: [] }, "close");
		await expect(channelTo(port, { transport: tls() })).rejects.toMatchObject({
			code: "not-http2",
			hint: [
				expect.stringMatching(/a proxy that terminates TLS/),
				expect.stringMatching(/ALPN.* hitch without h2 in its alpn-protos/),
			],
		});
	});

	it("closes the connection that lost", async () => {
		const open = new Set<Socket>();
		const port = await tcpServer((socket) => {
			open.add(socket);
			socket.once("data", () => vi.advanceTimersByTime(HEAD_START_MS));
			socket.on("close", () => open.delete(socket));
			if (open.size === 2) for (const one of open) one.write(SETTINGS);
		});
		const channel = await channelTo(port, { transport: auto() });
		await expect.poll(() => open.size).toBe(1);
		channel.close();
		await expect.poll(() => open.size).toBe(0);
	});
});
