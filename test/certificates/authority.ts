// Makes certificates for tests in memory, within milliseconds. It needs no openssl, and the repository holds no files that
// expire. reflect-metadata comes first, since @peculiar/x509's dependency injection needs it while it loads.
import "reflect-metadata";
import { randomBytes, webcrypto } from "node:crypto";
import { isIP } from "node:net";
import * as x509 from "@peculiar/x509";

/** PEM text of a certificate and of its private key (PKCS #8). */
export type KeyPair = { readonly certificate: string; readonly key: string };

export type IssueOptions = {
	/** Common name: the Kubernetes user of a client certificate. Undefined: the subject is empty, as in the certificates of meshes. */
	readonly commonName?: string;
	/** Organisations: the Kubernetes groups of a client certificate. */
	readonly organizations?: readonly string[];
	/** Subject alternative names. The code recognises which are addresses, URIs and DNS names. */
	readonly names?: readonly string[];
	readonly usage?: "server" | "client";
	/** What makes it too weak for OpenSSL: an RSA key of 1024 bits, or a signature with SHA-1. */
	readonly weak?: "key" | "signature";
	readonly notBefore?: Date;
	/** Default: one day from now. */
	readonly notAfter?: Date;
};

/** A certificate authority for one test. */
export type Authority = KeyPair & {
	issue(options: IssueOptions): Promise<KeyPair>;
	/** Returns an authority that this one has issued. */
	intermediate(
		commonName: string,
		dates?: Pick<IssueOptions, "notBefore" | "notAfter">,
	): Promise<Authority>;
};

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const WEAK_SIGNATURE = { ...ALGORITHM, hash: "SHA-1" };
const WEAK_KEY = {
	name: "RSASSA-PKCS1-v1_5",
	modulusLength: 1024,
	publicExponent: new Uint8Array([1, 0, 1]),
	hash: "SHA-256",
};
const DAY_MS = 24 * 60 * 60 * 1000;
const HOUR_MS = 60 * 60 * 1000;

/** Returns a new self-signed authority (ECDSA P-256). */
export async function createAuthority(
	commonName = "test authority",
	dates: Pick<IssueOptions, "notBefore" | "notAfter"> = {},
): Promise<Authority> {
	const keys = await newKeys();
	const certificate = await x509.X509CertificateGenerator.createSelfSigned({
		...serialAndDates(dates),
		name: nameOf(commonName, []),
		keys,
		signingAlgorithm: ALGORITHM,
		extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
	});
	return authorityOf(certificate, keys);
}

async function authorityOf(
	certificate: x509.X509Certificate,
	keys: webcrypto.CryptoKeyPair,
): Promise<Authority> {
	const issuer = { name: certificate.subject, keys };
	return {
		certificate: `${certificate.toString("pem")}\n`,
		key: await pemOfKey(keys.privateKey),
		issue: (options) => issue(issuer, options),
		intermediate: (name, dates = {}) => intermediate(issuer, name, dates),
	};
}

async function intermediate(
	issuer: Issuer,
	commonName: string,
	dates: Pick<IssueOptions, "notBefore" | "notAfter">,
): Promise<Authority> {
	const keys = await newKeys();
	const certificate = await x509.X509CertificateGenerator.create({
		...serialAndDates(dates),
		subject: nameOf(commonName, []),
		issuer: issuer.name,
		publicKey: keys.publicKey,
		signingKey: issuer.keys.privateKey,
		signingAlgorithm: ALGORITHM,
		extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
	});
	return authorityOf(certificate, keys);
}

type Issuer = {
	readonly name: string;
	readonly keys: webcrypto.CryptoKeyPair;
};

async function issue(issuer: Issuer, options: IssueOptions): Promise<KeyPair> {
	const keys = await newKeys(options.weak === "key" ? WEAK_KEY : ALGORITHM);
	const certificate = await x509.X509CertificateGenerator.create({
		...serialAndDates(options),
		subject: nameOf(options.commonName, options.organizations ?? []),
		issuer: issuer.name,
		publicKey: keys.publicKey,
		signingKey: issuer.keys.privateKey,
		signingAlgorithm: options.weak === "signature" ? WEAK_SIGNATURE : ALGORITHM,
		extensions: extensionsOf(options),
	});
	return {
		certificate: `${certificate.toString("pem")}\n`,
		key: await pemOfKey(keys.privateKey),
	};
}

function extensionsOf({ names = [], usage = "server" }: IssueOptions) {
	const { serverAuth, clientAuth } = x509.ExtendedKeyUsage;
	const alternatives = names.map((value) => ({
		type: typeOfName(value),
		value,
	}));
	return [
		new x509.BasicConstraintsExtension(false),
		new x509.ExtendedKeyUsageExtension([
			usage === "server" ? serverAuth : clientAuth,
		]),
		...(alternatives.length === 0
			? []
			: [new x509.SubjectAlternativeNameExtension(alternatives)]),
	];
}

function typeOfName(name: string): "dns" | "ip" | "url" {
	if (isIP(name) !== 0) return "ip";
	return name.includes("://") ? "url" : "dns";
}

function serialAndDates(
	dates: Pick<IssueOptions, "notBefore" | "notAfter">,
): Pick<
	x509.X509CertificateCreateParamsBase,
	"serialNumber" | "notBefore" | "notAfter"
> {
	return {
		serialNumber: randomBytes(8).toString("hex"),
		notBefore: dates.notBefore ?? new Date(Date.now() - HOUR_MS),
		notAfter: dates.notAfter ?? new Date(Date.now() + DAY_MS),
	};
}

function nameOf(
	commonName: string | undefined,
	organizations: readonly string[],
) {
	return [
		...(commonName === undefined ? [] : [{ CN: [commonName] }]),
		...organizations.map((organization) => ({ O: [organization] })),
	];
}

function newKeys(
	algorithm: typeof ALGORITHM | typeof WEAK_KEY = ALGORITHM,
): Promise<webcrypto.CryptoKeyPair> {
	return webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

async function pemOfKey(key: webcrypto.CryptoKey): Promise<string> {
	const der = await webcrypto.subtle.exportKey("pkcs8", key);
	return `${x509.PemConverter.encode(der, "PRIVATE KEY")}\n`;
}
