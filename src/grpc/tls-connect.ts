import { isIP } from "node:net";
import type { Duplex } from "node:stream";
import { connect, type TLSSocket } from "node:tls";
import { PluginError } from "../errors.ts";
import { certificateFact } from "./certificate.ts";
import { secureContext } from "./tls-context.ts";
import type { ClientCertificate } from "./tls-error.ts";
import type { TlsSettings, TransportFact } from "./transport.ts";

/** A TLS client during and after its handshake. The caller waits for `secured` and reads the rest when needed. */
export type TlsClient = {
	readonly stream: TLSSocket;
	/** Resolves when our side has finished the handshake; a TLS 1.3 server may still refuse us. Rejects with what ended it. */
	readonly secured: Promise<void>;
	/** Whether a client certificate was requested and sent, as far as the handshake has come. */
	readonly clientCertificate: () => ClientCertificate;
};

/**
 * Starts TLS over a stream and offers ALPN `h2`. It verifies nothing: {@link describeTls} and `requireVerified` do.
 * @throws PluginError `bad-input` as {@link secureContext} does
 */
export function startTls(
	raw: Duplex,
	settings: TlsSettings,
	name: string,
): TlsClient {
	const stream = connect({
		socket: raw,
		secureContext: secureContext(settings),
		ALPNProtocols: ["h2"],
		// RFC 6066 section 3 allows no IP address as SNI.
		...(isIP(name) === 0 ? { servername: name } : {}),
		rejectUnauthorized: false,
		checkServerIdentity: () => undefined,
	});
	let asked = false;
	const look = () => {
		asked ||= certificateRequested(stream);
	};
	const secured = new Promise<void>((resolve, reject) => {
		stream.once("secureConnect", () => resolve(look()));
		stream.once("error", (error) => reject(error));
		stream.once("close", () => reject(new Error("closed during TLS")));
	});
	// The holder of the stream reads the error from `errored`.
	stream.on("error", () => {});
	// A TLS 1.2 server refuses a client within the handshake, so this looks as soon as there are keys, after the server's request.
	stream.on("keylog", (line) => {
		look();
		settings.onKeys?.(line);
	});
	// A caller that does not wait for the handshake must not be ended by its failure.
	secured.catch(() => {});
	const given = settings.cert !== undefined;
	return {
		stream,
		secured,
		clientCertificate: () => {
			look();
			if (!asked) return "not-asked";
			return given ? "sent" : "asked";
		},
	};
}

/**
 * Whether the server sent a CertificateRequest. OpenSSL shares signature algorithms with a client only then (SSL_get_shared_sigalgs),
 * and Node has no other sign of it.
 */
function certificateRequested(stream: TLSSocket): boolean {
	return !stream.destroyed && stream.getSharedSigalgs().length > 0;
}

/**
 * Describes a finished handshake.
 * @param context `name` is the name that the certificate must be valid for; `nowMs` is since the epoch
 * @throws PluginError `tls-handshake` for a server without a certificate
 */
export function describeTls(
	client: TlsClient,
	context: {
		readonly name: string;
		readonly nowMs: number;
		readonly detected: boolean;
	},
): Extract<TransportFact, { kind: "tls" }> {
	const { stream } = client;
	const x509 = stream.getPeerX509Certificate();
	if (x509 === undefined)
		throw new PluginError("tls-handshake", "the server has no certificate");
	return {
		kind: "tls",
		detected: context.detected,
		version: stream.getProtocol() ?? "unknown",
		alpn: stream.alpnProtocol || undefined,
		certificate: certificateFact({
			x509,
			chainError: chainErrorOf(stream),
			name: context.name,
			nowMs: context.nowMs,
		}),
		clientCertificate: client.clientCertificate() === "sent" ? "sent" : "none",
	};
}

/** Returns OpenSSL's verdict on the chain. Node types it as an Error but gives OpenSSL's code as text. */
function chainErrorOf(stream: TLSSocket): string | undefined {
	if (stream.authorized) return undefined;
	const error: unknown = stream.authorizationError;
	if (error instanceof Error && "code" in error) return String(error.code);
	return String(error);
}
