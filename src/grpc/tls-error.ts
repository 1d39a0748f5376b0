import { PluginError } from "../errors.ts";
import type { OwnCertificate } from "./certificate.ts";
import type { FirstBytes } from "./first-bytes.ts";
import { describeFirstBytes } from "./first-bytes.ts";
import { tlsAlertName } from "./tls-alert.ts";

/** The evidence about a TLS connection that failed before HTTP/2 was under way. */
export type TlsFailure = {
	readonly cause: Error;
	/** The server's first bytes as received, still encrypted. */
	readonly seen: FirstBytes;
	/** Whether the server requested a client certificate, and got one. */
	readonly clientCertificate: ClientCertificate;
	/** The client certificate that could be sent. */
	readonly own: OwnCertificate | undefined;
	/** Whether our side had finished the handshake. */
	readonly secured: boolean;
};

/** `asked`: the server requested a certificate and none was sent. */
export type ClientCertificate = "not-asked" | "asked" | "sent";

/** Alerts with which a server refuses a client certificate. */
const REFUSALS: ReadonlyMap<string, string> = new Map([
	["bad_certificate", "the server rejects the client certificate as bad"],
	[
		"unsupported_certificate",
		"the server does not support the client certificate's type",
	],
	["certificate_revoked", "the server says the client certificate is revoked"],
	["certificate_expired", "the server says the client certificate has expired"],
	["certificate_unknown", "the server rejects the client certificate"],
	[
		"unknown_ca",
		"the server does not trust the authority of the client certificate",
	],
	["access_denied", "the server denies access to this client certificate"],
	// Sent by netty on BoringSSL, as in grpc-java, for a certificate whose authority it does not trust.
	[
		"internal_error",
		"the server ends TLS with alert internal_error on seeing the client certificate",
	],
]);

/**
 * Returns the error for a TLS connection that ended before any byte inside it: `tls-client-certificate` or `tls-handshake`. In TLS 1.3
 * the server judges a client after our side has finished the handshake. Undefined when TLS is not the cause.
 */
export function tlsError(failure: TlsFailure): PluginError | undefined {
	const alert = alertOf(failure.cause);
	const refused = clientCertificateError(failure, alert);
	if (refused) return refused;
	if (failure.secured && alert === undefined) return undefined;
	return plaintextError(failure) ?? handshakeError(failure, alert);
}

function clientCertificateError(
	{ cause, clientCertificate, own }: TlsFailure,
	alert: string | undefined,
): PluginError | undefined {
	const facts = {
		clientCertificate,
		...(alert === undefined ? {} : { alert }),
	};
	if (alert === "certificate_required" || clientCertificate === "asked")
		return new PluginError(
			"tls-client-certificate",
			"the server demands a client certificate and none was given",
			{
				cause,
				facts,
				hint: ["give one with --cert and --key, or --tls-secret"],
			},
		);
	if (clientCertificate === "not-asked") return undefined;
	// Some servers, including Node's, close without an alert when they refuse a client certificate.
	const said =
		alert === undefined
			? "the server closed the connection on seeing the client certificate"
			: REFUSALS.get(alert);
	if (said === undefined) return undefined;
	return new PluginError("tls-client-certificate", said, {
		cause,
		facts,
		hint: [dislikedHint(own, alert)],
	});
}

function dislikedHint(
	own: OwnCertificate | undefined,
	alert: string | undefined,
): string {
	if (own?.expiredOn !== undefined)
		return `the client certificate expired on ${own.expiredOn}: give a renewed one`;
	// Go's servers also send it for a certificate that is not yet valid, and for any in its chain (crypto/tls, processCertsFromClient).
	if (alert === "certificate_expired")
		return "by this machine's clock the client certificate has not expired: compare the server's clock, and check the authorities that are sent with it";
	const issuer = own === undefined ? "" : `, ${own.issuer}`;
	return `check that the server trusts the authority that issued the client certificate${issuer}`;
}

function plaintextError({ cause, seen }: TlsFailure): PluginError | undefined {
	switch (seen.kind) {
		case "http2":
			return new PluginError(
				"tls-handshake",
				"the server does not speak TLS: it answered in plaintext HTTP/2",
				{ cause, facts: { seen: "http2" }, hint: ["try --plaintext"] },
			);
		case "http1":
		case "other":
			return new PluginError(
				"tls-handshake",
				`the server does not speak TLS: it ${describeFirstBytes(seen)}`,
				{ cause, facts: { seen: seen.kind } },
			);
		default:
			return undefined;
	}
}

function handshakeError(
	{ cause, seen }: TlsFailure,
	alert: string | undefined,
): PluginError {
	if (alert !== undefined)
		return new PluginError(
			"tls-handshake",
			`the server ended the TLS handshake with alert ${alert}`,
			{ cause, facts: { alert }, hint: alertHint(alert) },
		);
	const reason = openSslReason(cause);
	const message =
		seen.kind === "nothing"
			? "the server closed the connection during the TLS handshake without sending anything"
			: `the TLS handshake failed: ${reason}`;
	return new PluginError("tls-handshake", message, {
		cause,
		facts: { seen: seen.kind },
		hint: reason === UNOFFERED_ALPN ? [UNOFFERED_ALPN_HINT] : [],
	});
}

/** OpenSSL's reason when a server's ALPN names a protocol that was not offered (tls_parse_stoc_alpn), among other faults. */
const UNOFFERED_ALPN = "bad extension";
const UNOFFERED_ALPN_HINT =
	"a server that always chooses HTTP/1 (ALPN) does this, such as Apache httpd without h2 in its Protocols: is this its gRPC port?";

function alertHint(alert: string): readonly string[] {
	switch (alert) {
		case "no_application_protocol":
			return ["the server offers no HTTP/2 (ALPN h2): is this its gRPC port?"];
		case "unrecognized_name":
			return ["the server does not know this name: set it with --servername"];
		case "protocol_version":
			return ["the server does not support TLS 1.2 or newer"];
		default:
			return [];
	}
}

/** Returns the alert that the server sent, from OpenSSL's `SSL alert number 116`. */
function alertOf(cause: Error): string | undefined {
	const number = /SSL alert number (\d+)/.exec(cause.message)?.[1];
	return number === undefined ? undefined : tlsAlertName(Number(number));
}

/** Returns OpenSSL's reason without its file names and thread numbers. */
function openSslReason(cause: Error): string {
	if ("reason" in cause && typeof cause.reason === "string")
		return cause.reason;
	return cause.message.split("\n", 1)[0] ?? "";
}
