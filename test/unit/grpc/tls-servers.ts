// gRPC servers over TLS, and the settings of their clients.
import { createServer as createTls, type TlsOptions } from "node:tls";
import * as grpc from "@grpc/grpc-js";
import { expect } from "vitest";
import type { Channel } from "../../../src/grpc/channel.ts";
import type {
	TlsSettings,
	TransportChoice,
} from "../../../src/grpc/transport.ts";
import { createAuthority, type KeyPair } from "../../certificates/authority.ts";
import { listen } from "../tcp-server.ts";
import { SETTINGS } from "./frames.ts";
import { ECHO, grpcServer } from "./servers.ts";

/** The issuer of these servers' certificates. */
export const authority = await createAuthority("test authority");

/** A server's certificate. */
export const server = await authority.issue({
	commonName: "users",
	names: ["localhost", "users.example", "127.0.0.1"],
});

type Mtls = "none" | "required" | "optional";

/** Starts a gRPC server over TLS that echoes, with this certificate. `mtls` says whether it asks for a client certificate. */
export async function tlsServer(
	pair: KeyPair,
	mtls: Mtls = "none",
): Promise<number> {
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

/** Starts a TLS server of Node's own, for handshakes that grpc-js would not do. It first sends `greeting`. */
export function rawTls(
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

/** Returns TLS with verification. */
export const tls = (settings: Partial<TlsSettings> = {}): TransportChoice => ({
	kind: "tls",
	tls: trusting(settings),
});

/** Returns the choice that accepts any transport and only reports whether the certificate verifies. */
export const auto = (settings: Partial<TlsSettings> = {}) =>
	({
		kind: "auto",
		tls: trusting({ verify: "report", ...settings }),
	}) satisfies TransportChoice;

/** Makes a call to {@link tlsServer} and expects the echo. */
export async function expectEcho(channel: Channel): Promise<void> {
	const { status, response } = await channel.unary(
		ECHO.unary.path,
		Buffer.from("hi"),
	);
	expect(status).toMatchObject({ name: "OK" });
	expect(Buffer.from(response ?? []).toString()).toBe("hi");
}
