import { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import type { Duplex } from "node:stream";
import {
	type ConnectionOptions,
	connect,
	createSecureContext,
	type SecureContext,
	type TLSSocket,
} from "node:tls";
import { messageOf, PluginError } from "../errors.ts";
import { systemAuthorities } from "../system-authorities.ts";
import { certificateFact } from "./certificate.ts";
import type { ClientCertificate } from "./tls-error.ts";
import type {
	CertificateFact,
	TlsSettings,
	TransportFact,
} from "./transport.ts";

/** A TLS client during and after its handshake. The caller waits for `secured` and reads the rest when needed. */
export type TlsClient = {
	readonly stream: TLSSocket;
	/** Resolves when our side has finished the handshake; a TLS 1.3 server may still refuse us. Rejects with what ended it. */
	readonly secured: Promise<void>;
	/** Whether a client certificate was requested and sent, as far as the handshake has come. */
	readonly clientCertificate: () => ClientCertificate;
};

/**
 * Starts TLS over a stream and offers ALPN `h2`. It verifies nothing: {@link describeTls} and {@link requireVerified} do.
 * @throws PluginError `bad-input` for an authority, certificate or key that is no PEM, or a key that is another certificate's
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

/** Checks TLS settings before a connection is opened. @throws PluginError `bad-input` as {@link startTls} does */
export function checkTlsSettings(settings: TlsSettings): void {
	const { ca, cert, key } = settings;
	// Only files are checked. The system's authorities are read when a server turns out to want TLS.
	if (ca !== undefined) checkPem(ca);
	if (cert ?? key) contextOf({ ...settings, ca: ca ?? [] });
}

const contexts = new WeakMap<TlsSettings, SecureContext>();

/**
 * Returns the secure context for these settings. It is created once, since that parses hundreds of authorities.
 * @throws PluginError `bad-input` as {@link startTls} does
 */
export function secureContext(settings: TlsSettings): SecureContext {
	const known = contexts.get(settings);
	if (known !== undefined) return known;
	const { ca } = settings;
	const made = contextOf({
		...settings,
		ca: ca === undefined ? systemAuthorities() : checkPem(ca),
	});
	contexts.set(settings, made);
	return made;
}

type Material = Pick<TlsSettings, "cert" | "key"> & {
	/** Undefined: Node's own list. */
	readonly ca: string | string[] | undefined;
};

function contextOf({ ca, cert, key }: Material): SecureContext {
	const options: ConnectionOptions = { ca };
	if (cert !== undefined) options.cert = cert;
	if (key !== undefined) options.key = key;
	try {
		return createSecureContext(options);
	} catch (cause) {
		throw new PluginError("bad-input", contextProblem(cause), { cause });
	}
}

/** Checks an authority. Node accepts one that is no PEM without an error, and then trusts nothing. */
function checkPem(ca: string): string {
	try {
		new X509Certificate(ca);
		return ca;
	} catch (cause) {
		throw new PluginError(
			"bad-input",
			"the authority's certificate is not PEM",
			{ cause, hint: ["--cacert takes a file with BEGIN CERTIFICATE blocks"] },
		);
	}
}

function contextProblem(cause: unknown): string {
	const text = messageOf(cause);
	if (/key values mismatch/.test(text))
		return "the client certificate and the key do not belong together";
	return `the client certificate or its key cannot be read as PEM (${text})`;
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

/**
 * Requires that a certificate verifies.
 * @throws PluginError `tls-verify` when it does not; says why, for whom and by whom it is, and what to do
 */
export function requireVerified(certificate: CertificateFact): void {
	const { subject, issuer, daysLeft, verified } = certificate;
	if (verified.ok) return;
	const { reason } = verified;
	const seen = `subject ${subject}, names ${shownNames(certificate)}, issuer ${issuer}`;
	throw new PluginError(
		"tls-verify",
		`the server's certificate does not verify: ${reason} (${seen})`,
		{
			facts: { reason, daysLeft },
			hint: [
				...(/authority|self-signed/.test(reason)
					? ["name its authority with --cacert"]
					: []),
				...(/name mismatch/.test(reason)
					? ["set the name that it should have with --servername"]
					: []),
				"--insecure-skip-verify goes on without verifying",
			],
		},
	);
}

const MAX_SHOWN_NAMES = 5;

function shownNames({ names }: CertificateFact): string {
	if (names.length === 0) return "none";
	const more = names.length > MAX_SHOWN_NAMES ? " …" : "";
	return `${names.slice(0, MAX_SHOWN_NAMES).join(" ")}${more}`;
}
