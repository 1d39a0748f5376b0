import { X509Certificate } from "node:crypto";
import { connect, createServer } from "node:tls";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	createAuthority,
	issueCertificate,
	type KeyPair,
} from "../../../../src/sandbox/certificate/certificate.ts";
import { listenOnLoopback } from "../../../loopback.ts";

const authority = createAuthority("test authority");

function issued(options: Partial<Parameters<typeof issueCertificate>[1]>) {
	const pair = issueCertificate(authority, {
		commonName: "server",
		usage: "server",
		...options,
	});
	return new X509Certificate(pair.cert);
}

describe("issueCertificate", () => {
	test("makes a certificate that its authority vouches for", () => {
		const ca = new X509Certificate(authority.cert);
		const leaf = issued({});
		expect(ca.ca).toBe(true);
		expect(ca.verify(ca.publicKey)).toBe(true);
		expect(leaf.ca).toBe(false);
		expect(leaf.verify(ca.publicKey)).toBe(true);
		expect(leaf.checkIssued(ca)).toBe(true);
	});

	test("is valid for the names and the time that were asked for", () => {
		const leaf = issued({
			names: ["127.0.0.1", "localhost"],
			notBefore: new Date("2020-02-29T12:00:00Z"),
			notAfter: new Date("2051-01-01T00:00:00Z"),
		});
		expect(leaf.subjectAltName).toBe("IP Address:127.0.0.1, DNS:localhost");
		expect(leaf.validFromDate.toISOString()).toBe("2020-02-29T12:00:00.000Z");
		expect(leaf.validToDate.toISOString()).toBe("2051-01-01T00:00:00.000Z");
	});

	test("encodes names of any length", () => {
		fc.assert(
			fc.property(
				fc.stringMatching(/^[a-z]{1,300}$/),
				fc.array(fc.stringMatching(/^[a-z]{1,60}$/), { maxLength: 20 }),
				(commonName, names) => {
					const leaf = issued({ commonName, names });
					expect(leaf.subject).toBe(`CN=${commonName}`);
					expect(leaf.subjectAltName?.split(", ") ?? []).toEqual(
						names.map((name) => `DNS:${name}`),
					);
				},
			),
			{ numRuns: 30 },
		);
	});

	test.each([
		["trusts", authority.cert, undefined],
		["refuses", createAuthority("stranger").cert, /verif|self/i],
	])("a client that %s the authority", async (_verb, ca, failure) => {
		const outcome = handshake(
			issueCertificate(authority, {
				commonName: "server",
				usage: "server",
				names: ["127.0.0.1"],
			}),
			ca,
		);
		if (failure) await expect(outcome).rejects.toThrow(failure);
		else await expect(outcome).resolves.toBe(true);
	});
});

async function handshake(server: KeyPair, ca: string): Promise<boolean> {
	const listener = createServer({ cert: server.cert, key: server.key });
	listener.on("tlsClientError", () => {});
	const port = await listenOnLoopback(listener);
	const socket = connect({ host: "127.0.0.1", port, ca });
	try {
		return await new Promise((resolve, reject) => {
			socket.once("secureConnect", () => resolve(socket.authorized));
			socket.once("error", reject);
		});
	} finally {
		socket.destroy();
		listener.close();
	}
}
