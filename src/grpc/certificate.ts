import { X509Certificate } from "node:crypto";
import * as tls from "node:tls";
import { shortened } from "../cut-text.ts";
import { checkServerIdentity } from "../server-identity.ts";
import type { CertificateFact } from "./transport.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** A peer's certificate, with OpenSSL's verdict on its chain. */
type SeenCertificate = {
	readonly x509: X509Certificate;
	/** OpenSSL's verdict on chain and dates; undefined when it verified. */
	readonly chainError: string | undefined;
	/** The name that the certificate must be valid for. */
	readonly name: string;
	/** Milliseconds since the epoch. */
	readonly nowMs: number;
};

/** Returns a server's certificate as a fact: subject, names, validity, and each reason why it did not verify. */
export function certificateFact(seen: SeenCertificate): CertificateFact {
	const { x509, nowMs } = seen;
	const reasons = [chainReason(seen), nameReason(seen)].filter(
		(reason) => reason !== undefined,
	);
	return {
		subject: oneLine(x509.subject),
		issuer: oneLine(x509.issuer),
		names: alternativeNames(x509.subjectAltName),
		validFrom: isoDate(x509.validFrom),
		validTo: isoDate(x509.validTo),
		daysLeft: Math.floor((Date.parse(x509.validTo) - nowMs) / DAY_MS),
		sha256: x509.fingerprint256.replaceAll(":", "").toLowerCase(),
		verified:
			reasons.length === 0
				? { ok: true }
				: { ok: false, reason: reasons.join("; ") },
	};
}

/** The properties of our own certificate that may make a server refuse it. */
export type OwnCertificate = {
	readonly issuer: string;
	/** The day, such as 2026-11-21; undefined while the certificate is valid. */
	readonly expiredOn: string | undefined;
};

/** Reads the first certificate of a PEM chain that TLS has accepted. `nowMs` is since the epoch. */
export function ownCertificate(pem: string, nowMs: number): OwnCertificate {
	const x509 = new X509Certificate(pem);
	const isOver = Date.parse(x509.validTo) <= nowMs;
	return {
		issuer: oneLine(x509.issuer),
		expiredOn: isOver ? isoDate(x509.validTo).slice(0, 10) : undefined,
	};
}

/** Returns OpenSSL's verdict in words, for those that users meet (`man verify`, "Diagnostics"), and by OpenSSL's name for the rest. */
function chainReason({
	chainError,
	x509,
	nowMs,
}: SeenCertificate): string | undefined {
	switch (chainError) {
		case undefined:
			return undefined;
		case "DEPTH_ZERO_SELF_SIGNED_CERT":
			return "self-signed";
		case "SELF_SIGNED_CERT_IN_CHAIN":
		case "UNABLE_TO_GET_ISSUER_CERT":
		case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
		case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
			return "unknown authority";
		case "CERT_HAS_EXPIRED":
			return Date.parse(x509.validTo) > nowMs
				? "a certificate above it in its chain has expired"
				: "expired";
		case "CERT_NOT_YET_VALID":
			return Date.parse(x509.validFrom) <= nowMs
				? "a certificate above it in its chain begins later"
				: "not yet valid";
		case "CERT_REVOKED":
			return "revoked";
		case "INVALID_PURPOSE":
			return "not a server certificate";
		case "UNSPECIFIED":
			return weaknessOf(x509);
		default:
			return chainError.toLowerCase().replaceAll("_", " ");
	}
}

/** Minimum RSA bits of OpenSSL's security level 2 (`man SSL_CTX_set_security_level`). */
const MIN_RSA_BITS = 2048;

/** Returns why a certificate is too weak. Node has no names for these verdicts (GetX509VerifyErrorCode of its crypto). */
function weaknessOf(x509: X509Certificate): string {
	const { asymmetricKeyDetails, asymmetricKeyType } = x509.publicKey;
	const bits = asymmetricKeyDetails?.modulusLength;
	if (bits !== undefined && bits < MIN_RSA_BITS)
		return `its ${asymmetricKeyType?.toUpperCase()} key of ${bits} bits is too short`;
	// Missing before Node 24.9.
	const signature: string | undefined = x509.signatureAlgorithm;
	if (signature !== undefined && /md5|sha1/i.test(signature))
		return `its signature, ${signature}, is too weak`;
	return "a fault that Node does not name, such as a weak key or signature in its chain, or an issuer that may issue none";
}

function nameReason({ x509, name }: SeenCertificate): string | undefined {
	const legacy = x509.toLegacyObject();
	if (checkServerIdentity(name, legacy) === undefined) return undefined;
	return tls.checkServerIdentity(name, legacy) === undefined
		? `name mismatch: only the common name of its subject is "${name}", which Go clients do not accept`
		: `name mismatch: it is not for "${name}"`;
}

/**
 * Converts `CN=user-service\nO=acme` to one line, the most specific part first. For an empty name, such as the subject of Istio's
 * certificates, Node has undefined, whatever its types say.
 */
function oneLine(distinguishedName: string | undefined): string {
	const parts = distinguishedName?.trim().split("\n") ?? [];
	return bounded(parts.reverse().join(", "));
}

/** Maximum characters kept of a name. A server may send texts of 100 KiB as names. */
const LONGEST_NAME = 500;

const bounded = (name: string): string => shortened(name, LONGEST_NAME - 1);

/** Splits the alternative names. Node writes `DNS:a, IP Address:10.0.0.1`, and quotes an entry with a comma as JSON. */
function alternativeNames(text: string | undefined): readonly string[] {
	const entries = text?.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? [];
	return entries
		.map((entry) => entry.trim())
		.filter((entry) => /^(DNS|IP Address|URI):/.test(entry))
		.map((entry) => bounded(entry.slice(entry.indexOf(":") + 1)));
}

/** Returns the date in ISO 8601, or the text itself when OpenSSL printed no date. */
function isoDate(text: string): string {
	const timeMs = Date.parse(text);
	return Number.isNaN(timeMs) ? text : new Date(timeMs).toISOString();
}
