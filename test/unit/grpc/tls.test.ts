import { createServer as createHttps } from "node:https";
import { connect, createServer as createTcp, type Socket } from "node:net";
import { createServer as createTls, type TlsOptions } from "node:tls";
import * as grpc from "@grpc/grpc-js";
import {
	afterEach,
	beforeAll,
	beforeEach,
	describe,
	expect,
	it,
	vi,
} from "vitest";
import type { Channel } from "../../../src/grpc/channel.ts";
import { HEAD_START_MS } from "../../../src/grpc/detect.ts";
import type {
	TlsSettings,
	TransportChoice,
} from "../../../src/grpc/transport.ts";
import {
	type Authority,
	createAuthority,
	type KeyPair,
} from "../../certificates/authority.ts";
import { listen, tcpServer } from "../tcp-server.ts";
import { SETTINGS } from "./frames.ts";
import { channelTo, ECHO, grpcServer, http1Server } from "./servers.ts";

/** First byte of a ClientHello's record. */
const TLS_HANDSHAKE = 0x16;
/** And of HTTP/2's preface. */
const PREFACE = 0x50;
/** A frame's type. */
const HEADERS = 1;
const DAY_MS = 24 * 60 * 60 * 1000;
const EXPIRED = { notBefore: new Date(0), notAfter: new Date(DAY_MS) };

let authority: Authority;
let stranger: Authority;
let server: KeyPair;
let client: KeyPair;

beforeAll(async () => {
	authority = await createAuthority("test authority");
	stranger = await createAuthority("a stranger");
	server = await authority.issue({
		commonName: "users",
		names: ["localhost", "users.example", "127.0.0.1"],
	});
	client = await authority.issue({ commonName: "tester", usage: "client" });
});

type Mtls = "none" | "required" | "optional";

/** A gRPC server over TLS that echoes, with this certificate and this wish for one of the client's. */
async function tlsServer(pair: KeyPair, mtls: Mtls = "none"): Promise<number> {
	const keys = [
		{
			private_key: Buffer.from(pair.key),
			cert_chain: Buffer.from(pair.certificate),
		},
	];
	const credentials = grpc.ServerCredentials.createSsl(
		Buffer.from(authority.certificate),
		keys,
		mtls === "required",
	);
	const { port } = await grpcServer((grpcJs) => {
		const unary = (
			call: grpc.ServerUnaryCall<Buffer, Buffer>,
			done: grpc.sendUnaryData<Buffer>,
		) => done(null, call.request);
		grpcJs.addService({ unary: ECHO.unary }, { unary });
	}, credentials);
	return port;
}

/** A TLS server of Node's own, for handshakes that grpc-js would not do; it begins with `greeting`. */
function rawTls(
	options: TlsOptions,
	greeting: Buffer | "close" = SETTINGS,
): Promise<number> {
	const own = {
		key: server.key,
		cert: server.certificate,
		ALPNProtocols: ["h2"],
	};
	const tls = createTls({ ...own, ...options }, (socket) => {
		socket.on("error", () => {});
		if (greeting === "close") socket.end();
		else if (greeting.length > 0) socket.write(greeting);
	});
	tls.on("tlsClientError", () => {});
	return listen(tls);
}

const trusting = (settings: Partial<TlsSettings> = {}): TlsSettings => ({
	ca: authority.certificate,
	verify: "require",
	...settings,
});
const tls = (settings: Partial<TlsSettings> = {}): TransportChoice => ({
	kind: "tls",
	tls: trusting(settings),
});
const auto = (settings: Partial<TlsSettings> = {}) =>
	({
		kind: "auto",
		tls: trusting({ verify: "report", ...settings }),
	}) satisfies TransportChoice;

async function expectEcho(channel: Channel): Promise<void> {
	const { status, response } = await channel.unary(
		ECHO.unary.path,
		Buffer.from("hi"),
	);
	expect(status).toMatchObject({ name: "OK" });
	expect(Buffer.from(response ?? []).toString()).toBe("hi");
}

function certificateOf(channel: Channel) {
	if (channel.transport.kind !== "tls") throw new Error("not TLS");
	return channel.transport.certificate;
}

it("keys are told of in the NSS key log format", async () => {
	const lines: string[] = [];
	const onKeys = (line: Uint8Array) =>
		lines.push(Buffer.from(line).toString("latin1"));
	await expectEcho(
		await channelTo(await tlsServer(server), { transport: tls({ onKeys }) }),
	);
	expect(lines).toContainEqual(
		expect.stringMatching(
			/^CLIENT_TRAFFIC_SECRET_0 [0-9a-f]{64} [0-9a-f]{64,96}\n$/,
		),
	);
});

describe("a certificate", () => {
	it("that verifies is shown as a fact", async () => {
		const now = () => Date.now() - 3 * DAY_MS;
		const channel = await channelTo(await tlsServer(server), {
			transport: tls(),
			now,
		});
		await expectEcho(channel);
		expect(channel.transport).toMatchObject({
			kind: "tls",
			detected: false,
			version: "TLSv1.3",
			alpn: "h2",
			clientCertificate: "none",
		});
		expect(certificateOf(channel)).toMatchObject({
			subject: "CN=users",
			issuer: "CN=test authority",
			names: ["localhost", "users.example", "127.0.0.1"],
			daysLeft: 3,
			sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
			verified: { ok: true },
		});
		expect(channel.timings.tlsMs).toBeGreaterThan(0);
	});

	const reasons: readonly [
		name: string,
		pair: () => Promise<KeyPair>,
		settings: () => Partial<TlsSettings>,
		reason: string | RegExp,
	][] = [
		[
			"of an unknown authority",
			async () => server,
			() => ({ ca: stranger.certificate }),
			"unknown authority",
		],
		[
			"signed by itself",
			() => createAuthority("localhost"),
			() => ({ ca: authority.certificate, serverName: "localhost" }),
			/^self-signed/,
		],
		[
			"that has expired",
			() =>
				authority.issue({
					commonName: "old",
					names: ["localhost"],
					...EXPIRED,
				}),
			() => ({}),
			"expired",
		],
		[
			"for another name",
			async () => server,
			() => ({ serverName: "orders.example" }),
			'name mismatch: it is not for "orders.example"',
		],
		[
			"with two faults",
			() => authority.issue({ commonName: "old", ...EXPIRED }),
			() => ({}),
			'expired; name mismatch: it is not for "localhost"',
		],
		[
			"for an address, reached by another",
			() => authority.issue({ commonName: "x", names: ["10.0.0.1"] }),
			() => ({ serverName: "127.0.0.1" }),
			'name mismatch: it is not for "127.0.0.1"',
		],
		[
			"not valid yet",
			() =>
				authority.issue({
					commonName: "new",
					names: ["localhost"],
					notBefore: new Date(Date.now() + DAY_MS),
					notAfter: new Date(Date.now() + 2 * DAY_MS),
				}),
			() => ({}),
			"not yet valid",
		],
	];
	it.each(reasons)(
		"%s is reported, and refused when it must verify",
		async (_name, pair, settings, reason) => {
			const port = await tlsServer(await pair());
			const channel = await channelTo(port, {
				transport: tls({ ...settings(), verify: "report" }),
			});
			await expectEcho(channel);
			const matcher =
				typeof reason === "string" ? reason : expect.stringMatching(reason);
			expect(certificateOf(channel).verified).toEqual({
				ok: false,
				reason: matcher,
			});
			await expect(
				channelTo(port, { transport: tls(settings()) }),
			).rejects.toMatchObject({
				code: "tls-verify",
				facts: { reason: matcher },
			});
		},
	);

	it("is for the server name that was set, and an address has no SNI", async () => {
		const names: unknown[] = [];
		const port = await rawTls({
			SNICallback: (name, done) => {
				names.push(name);
				done(null);
			},
		});
		await channelTo(port, { transport: tls({ serverName: "users.example" }) });
		const byAddress = await channelTo(port, {
			transport: tls(),
			authority: "127.0.0.1:1",
		});
		expect(certificateOf(byAddress).verified).toEqual({ ok: true });
		expect(names).toEqual(["users.example"]);
	});

	it("given here must be PEM, and its key its own", async () => {
		const port = await tlsServer(server);
		const other = await authority.issue({ commonName: "other" });
		for (const settings of [
			{ ca: "nonsense" },
			{ cert: "nonsense", key: client.key },
			{ cert: client.certificate, key: other.key },
		])
			for (const transport of [tls(settings), auto(settings)])
				await expect(channelTo(port, { transport })).rejects.toMatchObject({
					code: "bad-input",
				});
	});
});

describe("a client certificate", () => {
	const versions = ["TLSv1.2", "TLSv1.3"] as const;

	it("that is demanded and right opens the channel", async () => {
		const port = await tlsServer(server, "required");
		const { certificate: cert, key } = client;
		const channel = await channelTo(port, { transport: tls({ cert, key }) });
		await expectEcho(channel);
		expect(channel.transport).toMatchObject({ clientCertificate: "sent" });
	});

	it("that nobody asks for is not sent", async () => {
		const { certificate: cert, key } = client;
		const channel = await channelTo(await tlsServer(server), {
			transport: tls({ cert, key }),
		});
		expect(channel.transport).toMatchObject({ clientCertificate: "none" });
	});

	it.each(versions)(
		"that is demanded and missing is said so (%s)",
		async (version) => {
			const port = await rawTls({
				requestCert: true,
				ca: authority.certificate,
				minVersion: version,
				maxVersion: version,
			});
			for (const transport of [tls(), auto()])
				await expect(channelTo(port, { transport })).rejects.toMatchObject({
					code: "tls-client-certificate",
					message: expect.stringMatching(/demands a client certificate/),
				});
		},
	);

	it.each(versions)(
		"that the server dislikes is said so, though Node closes without an alert (%s)",
		async (version) => {
			// Without a greeting: Node's server hands the socket on before it looks whether it is authorized.
			const port = await rawTls(
				{
					requestCert: true,
					ca: authority.certificate,
					minVersion: version,
					maxVersion: version,
				},
				Buffer.alloc(0),
			);
			const wrong = await stranger.issue({ commonName: "x", usage: "client" });
			const old = await authority.issue({
				commonName: "x",
				usage: "client",
				...EXPIRED,
			});
			for (const { certificate: cert, key } of [wrong, old])
				await expect(
					channelTo(port, { transport: tls({ cert, key }) }),
				).rejects.toMatchObject({
					code: "tls-client-certificate",
				});
		},
	);

	it("is rejected by alert after the handshake, which OpenSSL's own server shows", async () => {
		const port = await tlsServer(server, "required");
		await expect(channelTo(port, { transport: tls() })).rejects.toMatchObject({
			code: "tls-client-certificate",
			facts: { alert: "certificate_required" },
		});
	});
});

describe("a TLS handshake", () => {
	it("that finds no common protocol says which alert came", async () => {
		const port = await rawTls({ ALPNProtocols: ["http/1.1"] });
		await expect(channelTo(port, { transport: tls() })).rejects.toMatchObject({
			code: "tls-handshake",
			message: expect.stringMatching(/no_application_protocol/),
		});
	});

	it("without ALPN goes on, and the fact says so", async () => {
		const port = await rawTls({ ALPNProtocols: [] });
		const channel = await channelTo(port, { transport: tls() });
		expect(channel.transport).toMatchObject({ kind: "tls", alpn: undefined });
	});

	it("with a plaintext gRPC server says so", async () => {
		const { port } = await grpcServer(() => {});
		await expect(channelTo(port, { transport: tls() })).rejects.toMatchObject({
			code: "tls-handshake",
			message: expect.stringMatching(/plaintext HTTP\/2|closed the connection/),
		});
	});

	it("with an HTTP/1 server shows its answer", async () => {
		await expect(
			channelTo(await http1Server(), { transport: tls() }),
		).rejects.toMatchObject({
			code: "tls-handshake",
			message: expect.stringMatching(/HTTP\/1\.1 400/),
		});
	});

	it("with a server that says nothing is silence", async () => {
		const port = await tcpServer(() => {});
		await expect(
			channelTo(port, { transport: tls(), connectTimeoutMs: 100 }),
		).rejects.toMatchObject({ code: "silent" });
	});

	it("that stops half way is out of time", async () => {
		const port = await tcpServer((socket) =>
			socket.write(Buffer.from([0x16, 3, 3, 0, 100])),
		);
		await expect(
			channelTo(port, { transport: tls(), connectTimeoutMs: 1000 }),
		).rejects.toMatchObject({
			code: "deadline",
			message: expect.stringMatching(/TLS handshake/),
		});
	});

	it("followed by HTTP/1 is not HTTP/2", async () => {
		const port = await listen(
			createHttps({
				key: server.key,
				cert: server.certificate,
				ALPNProtocols: ["h2"],
			}),
		);
		await expect(channelTo(port, { transport: tls() })).rejects.toMatchObject({
			code: "not-http2",
			message: expect.stringMatching(/HTTP\/1\.1 400/),
		});
	});

	it("followed by silence is silence after TLS", async () => {
		const port = await rawTls({}, Buffer.alloc(0));
		await expect(
			channelTo(port, { transport: tls(), connectTimeoutMs: 1000 }),
		).rejects.toMatchObject({
			code: "silent",
			message: expect.stringMatching(/and TLS/),
		});
	});
});

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
			hint: ["this port speaks HTTP/1: look for gRPC on another"],
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
			message: expect.stringMatching(/on HTTP\/2 and on TLS alike/),
			// HAProxy does in mode tcp, with its server down.
			hint: [expect.stringMatching(/a proxy that does not reach the server/)],
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
				hint: [expect.stringMatching(/a proxy that ends TLS/)],
			});
		},
	);

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
