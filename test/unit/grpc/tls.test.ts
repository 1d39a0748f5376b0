import { createPrivateKey } from "node:crypto";
import { createServer as createHttps } from "node:https";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { Channel } from "../../../src/grpc/channel.ts";
import { checkTlsSettings } from "../../../src/grpc/tls-context.ts";
import type { TlsSettings } from "../../../src/grpc/transport.ts";
import {
	createAuthority,
	type IssueOptions,
	type KeyPair,
} from "../../certificates/authority.ts";
import { listen, tcpServer } from "../tcp-server.ts";
import { manyTurns } from "../turns.ts";
import { channelTo, grpcServer, http1Server } from "./servers.ts";
import {
	authority,
	auto,
	expectEcho,
	rawTls,
	server,
	tls,
	tlsServer,
} from "./tls-servers.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const TRUSTS =
	"check that the server trusts the authority that issued the client certificate";
const EXPIRED = { notBefore: new Date(0), notAfter: new Date(DAY_MS) };
const LATER = {
	notBefore: new Date(Date.now() + DAY_MS),
	notAfter: new Date(Date.now() + 2 * DAY_MS),
};

/** Returns a valid certificate, with that of its issuer, which has these dates. */
async function issuedBy(
	dates: Pick<IssueOptions, "notBefore" | "notAfter">,
): Promise<KeyPair> {
	const issuer = await authority.intermediate("issuing authority", dates);
	const pair = await issuer.issue({ commonName: "x", names: ["localhost"] });
	return { ...pair, certificate: pair.certificate + issuer.certificate };
}

const stranger = await createAuthority("a stranger");
const client = await authority.issue({ commonName: "tester", usage: "client" });

/** Returns bytes behind their length, which takes `lengthBytes` bytes. */
const counted = (lengthBytes: number, ...parts: readonly Uint8Array[]) => {
	const body = Buffer.concat(parts);
	const length = Buffer.alloc(lengthBytes);
	length.writeUIntBE(body.length, 0, lengthBytes);
	return Buffer.concat([length, body]);
};

/** A ServerHello of TLS 1.2 (RFC 5246 section 7.4.1.3) whose ALPN (RFC 7301) is `http/1.1`. */
const HELLO_WITH_HTTP1 = Buffer.concat([
	Buffer.from([22, 3, 3]),
	counted(
		2,
		Buffer.from([2]),
		counted(
			3,
			Buffer.from([3, 3]),
			Buffer.alloc(32, 5),
			// No session, ECDHE-ECDSA-AES128-GCM-SHA256, no compression.
			Buffer.from([0, 0xc0, 0x2b, 0]),
			counted(
				2,
				Buffer.from([0, 16]),
				counted(2, counted(2, counted(1, Buffer.from("http/1.1")))),
			),
		),
	),
]);

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
			"whose issuer's has expired",
			() => issuedBy(EXPIRED),
			() => ({}),
			"a certificate above it in its chain has expired",
		],
		[
			"whose issuer's is not valid yet",
			() => issuedBy(LATER),
			() => ({}),
			"a certificate above it in its chain begins later",
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
					...LATER,
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

	it("of an authority that is not among the given ones does not ask for what was given", async () => {
		const port = await tlsServer(server);
		const refused = channelTo(port, {
			transport: tls({ ca: stranger.certificate }),
		});
		await expect(refused).rejects.toMatchObject({
			hint: [
				"its issuer is not among the authorities that were given",
				"--insecure-skip-verify goes on without verifying",
			],
		});
	});

	it.each([
		["key", /^its RSA key of 1024 bits is too short$/],
		["signature", /^its signature, ecdsa-with-SHA1, is too weak$/],
	] as const)("of a weak %s says what is weak", async (weak, reason) => {
		const { certificate: cert, key } = await authority.issue({
			commonName: "weak",
			names: ["localhost"],
			weak,
		});
		const ciphers = "DEFAULT@SECLEVEL=0";
		const port = await rawTls({ cert, key, ciphers });
		await expect(channelTo(port, { transport: tls() })).rejects.toMatchObject({
			code: "tls-verify",
			facts: { reason: expect.stringMatching(reason) },
		});
	});

	it("without a subject is read, as Istio issues it for a SPIFFE ID alone", async () => {
		const id = "spiffe://cluster.local/ns/shop/sa/orders";
		const port = await tlsServer(await authority.issue({ names: [id] }));
		const channel = await channelTo(port, {
			transport: tls({ verify: "report" }),
		});
		await expectEcho(channel);
		expect(certificateOf(channel)).toMatchObject({
			subject: "",
			names: [id],
			verified: { ok: false, reason: expect.stringMatching(/^name mismatch/) },
		});
		await expect(channelTo(port, { transport: tls() })).rejects.toMatchObject({
			code: "tls-verify",
			message: expect.stringContaining(`(subject none, names ${id}, issuer`),
			hint: [
				expect.stringContaining("it has only a SPIFFE ID"),
				expect.anything(),
			],
		});
	});

	it("with the name in its subject alone is to be issued anew", async () => {
		const port = await tlsServer(
			await authority.issue({ commonName: "localhost" }),
		);
		await expect(channelTo(port, { transport: tls() })).rejects.toMatchObject({
			code: "tls-verify",
			message: expect.stringContaining("which Go clients do not accept"),
			hint: [
				expect.stringContaining("subject alternative name"),
				expect.anything(),
			],
		});
	});

	it("verifies by the authority that issued it, itself issued by another, as with Go and gRPC's C core", async () => {
		const issuing = await authority.intermediate("issuing authority");
		const names = ["localhost"];
		const pair = await issuing.issue({ commonName: "users", names });
		const port = await tlsServer(pair);
		for (const ca of [issuing.certificate, pair.certificate])
			await expectEcho(await channelTo(port, { transport: tls({ ca }) }));
	});

	it("given here with an encrypted key is refused for that", () => {
		const key = createPrivateKey(client.key).export({
			type: "pkcs8",
			format: "pem",
			cipher: "aes-256-cbc",
			passphrase: "secret",
		});
		expect(() =>
			checkTlsSettings({
				verify: "report",
				cert: client.certificate,
				key: String(key),
			}),
		).toThrow(
			expect.objectContaining({
				code: "bad-input",
				message: "the client key is encrypted",
				hint: [expect.stringContaining("openssl pkey")],
			}),
		);
	});

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
		const other = await authority.issue({ commonName: "other" });
		for (const settings of [
			{ ca: "nonsense" },
			{ cert: "nonsense", key: client.key },
			{ cert: client.certificate, key: other.key },
		])
			expect(() => checkTlsSettings({ verify: "report", ...settings })).toThrow(
				expect.objectContaining({ code: "bad-input" }),
			);
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
			// The server sends no greeting: Node's server hands the socket on before it checks whether the client is authorized.
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
			const day = EXPIRED.notAfter.toISOString().slice(0, 10);
			for (const [{ certificate: cert, key }, hint] of [
				[wrong, `${TRUSTS}, CN=a stranger`],
				[old, `the client certificate expired on ${day}: give a renewed one`],
			] as const)
				await expect(
					channelTo(port, { transport: tls({ cert, key }) }),
				).rejects.toMatchObject({
					code: "tls-client-certificate",
					hint: [hint],
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

	it("with a server that chooses what was not offered, as httpd without h2, says what that may be", async () => {
		const port = await tcpServer((socket) => {
			socket.once("data", () => socket.write(HELLO_WITH_HTTP1));
		});
		await expect(channelTo(port, { transport: tls() })).rejects.toMatchObject({
			code: "tls-handshake",
			message: "the TLS handshake failed: bad extension",
			hint: [expect.stringMatching(/ALPN.* httpd without h2 in its Protocols/)],
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

	it.each([
		["says nothing is silence", "", { code: "silent" }],
		[
			"stops half way is out of time",
			Buffer.from([0x16, 3, 3, 0, 100]),
			{
				code: "deadline",
				message: expect.stringMatching(/TLS handshake/),
			},
		],
	])("with a server that %s", async (_, said, error) => {
		const greeted = Promise.withResolvers<void>();
		const port = await tcpServer((socket) => {
			socket.once("data", () => socket.write(said, () => greeted.resolve()));
		});
		vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
		onTestFinished(() => void vi.useRealTimers());
		const opening = channelTo(port, {
			transport: tls(),
			connectTimeoutMs: 1000,
		});
		const refused = expect(opening).rejects.toMatchObject(error);
		await greeted.promise;
		await manyTurns();
		vi.advanceTimersByTime(1000);
		await refused;
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
