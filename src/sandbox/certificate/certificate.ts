import {
	createHash,
	createPrivateKey,
	createPublicKey,
	generateKeyPairSync,
	type KeyObject,
	randomBytes,
	sign,
} from "node:crypto";
import { isIP } from "node:net";
import {
	bitString,
	type Der,
	explicit,
	implicit,
	integer,
	octetString,
	oid,
	sequence,
	set,
	TRUE,
	time,
	utf8String,
} from "./der.ts";

/** A certificate and its private key, as PEM text. */
export type KeyPair = { readonly cert: string; readonly key: string };

/** A certificate authority with its own key. */
export type Authority = KeyPair & { readonly name: string };

export type LeafOptions = {
	readonly commonName: string;
	readonly usage: "server" | "client";
	/** Host names and IP addresses. */
	readonly names?: readonly string[];
	readonly notBefore?: Date;
	readonly notAfter?: Date;
};

const DAY_MS = 86_400_000;
const ECDSA_SHA256 = sequence(oid("1.2.840.10045.4.3.2"));

/** Creates an authority that is valid for ten years. */
export function createAuthority(name: string): Authority {
	const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
	const cert = certify({
		issuer: { name, key: privateKey },
		subject: distinguishedName(name),
		publicKey: createPublicKey(privateKey),
		notBefore: new Date(Date.now() - DAY_MS),
		notAfter: new Date(Date.now() + 3650 * DAY_MS),
		extensions: [
			extension("2.5.29.19", sequence(TRUE), "critical"),
			// The bits keyCertSign and cRLSign.
			extension("2.5.29.15", bitString(Buffer.from([0x06]), 1), "critical"),
			subjectKeyId(createPublicKey(privateKey)),
		],
	});
	return { name, cert, key: pemOf(privateKey) };
}

/** Creates a certificate that the authority has signed. Default validity: from yesterday for a year. */
export function issueCertificate(
	authority: Authority,
	options: LeafOptions,
): KeyPair {
	const issuerKey = createPrivateKey(authority.key);
	const { privateKey, publicKey } = generateKeyPairSync("ec", {
		namedCurve: "P-256",
	});
	const usage =
		options.usage === "server" ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2";
	const names = (options.names ?? []).map(alternativeName);
	const cert = certify({
		issuer: { name: authority.name, key: issuerKey },
		subject: distinguishedName(options.commonName),
		publicKey,
		notBefore: options.notBefore ?? new Date(Date.now() - DAY_MS),
		notAfter: options.notAfter ?? new Date(Date.now() + 365 * DAY_MS),
		extensions: [
			// The bit digitalSignature.
			extension("2.5.29.15", bitString(Buffer.from([0x80]), 7), "critical"),
			extension("2.5.29.37", sequence(oid(usage))),
			authorityKeyId(createPublicKey(issuerKey)),
			...(names.length > 0 ? [extension("2.5.29.17", sequence(...names))] : []),
		],
	});
	return { cert, key: pemOf(privateKey) };
}

type Contents = {
	readonly issuer: { readonly name: string; readonly key: KeyObject };
	readonly subject: Der;
	readonly publicKey: KeyObject;
	readonly notBefore: Date;
	readonly notAfter: Date;
	readonly extensions: readonly Der[];
};

/** Encodes and signs a TBSCertificate (RFC 5280, 4.1). Returns PEM text. */
function certify(contents: Contents): string {
	const version3 = explicit(0, integer(Buffer.from([2])));
	const body = sequence(
		version3,
		integer(randomBytes(16)),
		ECDSA_SHA256,
		distinguishedName(contents.issuer.name),
		sequence(time(contents.notBefore), time(contents.notAfter)),
		contents.subject,
		spkiOf(contents.publicKey),
		explicit(3, sequence(...contents.extensions)),
	);
	const signature = sign("sha256", body, contents.issuer.key);
	const der = sequence(body, ECDSA_SHA256, bitString(signature));
	const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
	return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

function distinguishedName(commonName: string): Der {
	return sequence(set(sequence(oid("2.5.4.3"), utf8String(commonName))));
}

function extension(id: string, value: Der, criticality?: "critical"): Der {
	return sequence(oid(id), ...(criticality ? [TRUE] : []), octetString(value));
}

function alternativeName(name: string): Der {
	if (isIP(name) === 4)
		return implicit(7, Buffer.from(name.split(".").map(Number)));
	return implicit(2, Buffer.from(name));
}

function keyId(key: KeyObject): Buffer {
	return createHash("sha1").update(spkiOf(key)).digest();
}

function subjectKeyId(key: KeyObject): Der {
	return extension("2.5.29.14", octetString(keyId(key)));
}

function authorityKeyId(key: KeyObject): Der {
	return extension("2.5.29.35", sequence(implicit(0, keyId(key))));
}

function spkiOf(key: KeyObject): Buffer {
	return key.export({ type: "spki", format: "der" });
}

function pemOf(key: KeyObject): string {
	return key.export({ type: "pkcs8", format: "pem" }).toString();
}
