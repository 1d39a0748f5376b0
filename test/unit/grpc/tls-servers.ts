// gRPC servers over TLS, and how they are asked.
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

/** Who issued the certificates of these servers. */
export const authority = await createAuthority("test authority");

/** A server's certificate. */
export const server = await authority.issue({
	commonName: "users",
	names: ["localhost", "users.example", "127.0.0.1"],
});

type Mtls = "none" | "required" | "optional";

/** A gRPC server over TLS that echoes, with this certificate and this wish for one of the client's. */
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

/** A TLS server of Node's own, for handshakes that grpc-js would not do; it begins with `greeting`. */
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

/** TLS, verified. */
export const tls = (settings: Partial<TlsSettings> = {}): TransportChoice => ({
	kind: "tls",
	tls: trusting(settings),
});

/** Whatever the server speaks; of its certificate it is told whether it verifies. */
export const auto = (settings: Partial<TlsSettings> = {}) =>
	({
		kind: "auto",
		tls: trusting({ verify: "report", ...settings }),
	}) satisfies TransportChoice;

/** Makes a call of {@link tlsServer}. */
export async function expectEcho(channel: Channel): Promise<void> {
	const { status, response } = await channel.unary(
		ECHO.unary.path,
		Buffer.from("hi"),
	);
	expect(status).toMatchObject({ name: "OK" });
	expect(Buffer.from(response ?? []).toString()).toBe("hi");
}
