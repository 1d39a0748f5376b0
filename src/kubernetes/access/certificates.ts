import { createPrivateKey, X509Certificate } from "node:crypto";
import { isEncryptedKey } from "../../encrypted-key.ts";
import { PluginError } from "../../errors.ts";
import { unreadable } from "../../file-error.ts";
import { readWhole } from "../../whole-file.ts";
import type { ClusterEntry, UserEntry } from "./kubeconfig.ts";

/** A client certificate with its key, both PEM text. */
export type ClientCertificate = {
	readonly certificate: string;
	readonly key: string;
	readonly notAfter: Date;
};

/** The certificate authorities to trust. */
export type Authority = {
	/** The text as the kubeconfig has it. Exec plugins receive it. */
	readonly pem: string;
	/** The readable certificates in `pem`, as PEM. As in Go, one is enough, and unreadable ones are skipped. */
	readonly certificates: string;
};

/**
 * Reads the authority that must have issued the API server's certificate. Undefined means the system's authorities.
 * @throws PluginError `certificate` when it is no PEM or holds no readable certificate
 */
export async function readAuthority(
	cluster: ClusterEntry,
): Promise<Authority | undefined> {
	const key = cluster.certificateAuthorityData
		? "certificate-authority-data"
		: "certificate-authority";
	const subject = `the ${key} of cluster "${cluster.name}"`;
	const pem = await dataOrFile(
		subject,
		cluster.certificateAuthorityData,
		cluster.certificateAuthority,
	);
	if (pem === undefined) return undefined;
	const blocks = certificateBlocks(pem);
	const readable = blocks.filter((block) => parseCertificate(block));
	if (readable.length === 0)
		throw unusable(subject, blocks.length === 0 ? "no-pem" : "unreadable");
	return { pem, certificates: readable.join("\n") };
}

/**
 * Reads the user's client certificate from data or files. It reads anew at each call, because files are rotated.
 * @throws PluginError `certificate`
 */
export async function readClientCertificate(
	user: UserEntry,
): Promise<ClientCertificate | undefined> {
	const subject = `user "${user.name}"`;
	const certificate = await dataOrFile(
		`the client certificate of ${subject}`,
		user.clientCertificateData,
		user.clientCertificate,
	);
	const key = await dataOrFile(
		`the client key of ${subject}`,
		user.clientKeyData,
		user.clientKey,
	);
	if (certificate === undefined || key === undefined) return undefined;
	return checkKeyPair(certificate, key, subject);
}

/**
 * Returns the pair when both are PEM and belong together.
 * @param subject the owner, for the message: `user "jane"`
 * @throws PluginError `certificate`
 */
export function checkKeyPair(
	certificate: string,
	key: string,
	subject: string,
): ClientCertificate {
	const [leaf] = certificateBlocks(certificate);
	if (leaf === undefined)
		throw unusable(`the client certificate of ${subject}`, "no-pem");
	const parsed = parseCertificate(leaf);
	if (parsed === undefined)
		throw unusable(`the client certificate of ${subject}`, "unreadable");
	if (!parsed.checkPrivateKey(parseKey(key, subject)))
		throw new PluginError(
			"certificate",
			`the client key of ${subject} does not belong to the client certificate`,
			{ hint: ["take both from the same place, and renew them together"] },
		);
	return { certificate, key, notAfter: new Date(parsed.validTo) };
}

function parseKey(key: string, subject: string) {
	try {
		return createPrivateKey(key);
	} catch (cause) {
		const isEncrypted = isEncryptedKey(key);
		throw new PluginError(
			"certificate",
			`the client key of ${subject} ${isEncrypted ? "is encrypted" : "is not a PEM private key"}`,
			{
				cause,
				hint: [
					isEncrypted
						? "kubectl takes no passphrase either; write it without one: openssl pkey -in KEY -out PLAIN"
						: "it should begin with -----BEGIN PRIVATE KEY----- or alike",
				],
			},
		);
	}
}

function certificateBlocks(pem: string): readonly string[] {
	const block = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;
	return pem.match(block) ?? [];
}

function parseCertificate(pem: string): X509Certificate | undefined {
	try {
		return new X509Certificate(pem);
	} catch {
		return undefined;
	}
}

async function dataOrFile(
	subject: string,
	data: Buffer | undefined,
	file: string | undefined,
): Promise<string | undefined> {
	if (data !== undefined) return data.toString("latin1");
	if (file === undefined) return undefined;
	try {
		return (await readWhole(file)).toString("latin1");
	} catch (cause) {
		throw unreadable(cause, { named: subject, file, code: "certificate" });
	}
}

function unusable(subject: string, what: "no-pem" | "unreadable"): PluginError {
	return what === "no-pem"
		? new PluginError("certificate", `${subject} is not PEM`, {
				hint: ["it should begin with -----BEGIN CERTIFICATE-----"],
			})
		: new PluginError("certificate", `${subject} is not a certificate`, {
				hint: ["its PEM block does not hold X.509; fetch it anew"],
			});
}
