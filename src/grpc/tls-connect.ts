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

/** A TLS client on its way; the caller waits for `secured` and reads the rest whenever it needs it. */
export type TlsClient = {
	readonly stream: TLSSocket;
	/** Resolves when the handshake is done on our side; a TLS 1.3 server may still refuse us. Rejects with what ended it. */
	readonly secured: Promise<void>;
	/** Whether a client certificate was asked for and sent, as far as the handshake has come. */
	readonly clientCertificate: () => ClientCertificate;
};

/**
 * Starts TLS over a stream, offering ALPN `h2`. Nothing is verified here: {@link describeTls} and {@link requireVerified} do.
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
		// RFC 6066 section 3 allows no address as SNI.
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
	// Read from `errored` by whoever holds the stream.
	stream.on("error", () => {});
	// A TLS 1.2 server refuses a client within the handshake; keys are agreed on right after its request was read.
	stream.on("keylog", (line) => {
		look();
		settings.onKeys?.(line);
	});
	// Whoever does not wait for the handshake must not be ended by it.
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
 * OpenSSL shares signature algorithms with a client only when the server's CertificateRequest named some
 * (SSL_get_shared_sigalgs); Node has no other sign that one came.
 */
function certificateRequested(stream: TLSSocket): boolean {
	return !stream.destroyed && stream.getSharedSigalgs().length > 0;
}

/** @throws PluginError `bad-input` as {@link startTls} does, before a connection is spent on it */
export function checkTlsSettings(settings: TlsSettings): void {
	const { ca, cert, key } = settings;
	// What files gave is to be checked; the system's authorities are read when a server turns out to want TLS.
	if (ca !== undefined) checkPem(ca);
	if (cert ?? key) contextOf({ ...settings, ca: ca ?? [] });
}

const contexts = new WeakMap<TlsSettings, SecureContext>();

/**
 * What TLS by these settings trusts and shows, made once: hundreds of authorities are parsed for it.
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
	/** Undefined: Node's own. */
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

/** Node takes an authority that is no PEM without a word, and then trusts nothing. */
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

/** What a finished handshake settled. `name` is what the certificate should be for; `nowMs` since the epoch. */
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
			legacy: stream.getPeerCertificate(),
			chainError: chainErrorOf(stream),
			name: context.name,
			nowMs: context.nowMs,
		}),
		clientCertificate: client.clientCertificate() === "sent" ? "sent" : "none",
	};
}

/** Node types it as an Error and gives OpenSSL's code as text. */
function chainErrorOf(stream: TLSSocket): string | undefined {
	if (stream.authorized) return undefined;
	const error: unknown = stream.authorizationError;
	if (error instanceof Error && "code" in error) return String(error.code);
	return String(error);
}

/** @throws PluginError `tls-verify` when the certificate did not verify; says why, for whom and by whom it is, and what to do */
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
