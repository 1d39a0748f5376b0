import { X509Certificate } from "node:crypto";
import {
	type ConnectionOptions,
	createSecureContext,
	type SecureContext,
} from "node:tls";
import { isEncryptedKey } from "../encrypted-key.ts";
import { messageOf, PluginError } from "../errors.ts";
import { systemAuthorities, TRUST } from "../system-authorities.ts";
import type { TlsSettings } from "./transport.ts";

/** Checks TLS settings before a connection is opened. @throws PluginError `bad-input` as {@link secureContext} does */
export function checkTlsSettings(settings: TlsSettings): void {
	const { ca, cert, key } = settings;
	// Only files are checked. The system's authorities are read when a server turns out to want TLS.
	if (ca !== undefined) checkPem(ca);
	if (cert ?? key) contextOf({ ...settings, ca: ca ?? [] });
}

const contexts = new WeakMap<TlsSettings, SecureContext>();

/**
 * Returns the secure context for these settings. It is created once, since that parses hundreds of authorities.
 * @throws PluginError `bad-input` for an authority, certificate or key that is no PEM, or a key that is another certificate's
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
	const options: ConnectionOptions = { ca, ...TRUST };
	if (cert !== undefined) options.cert = cert;
	if (key !== undefined) options.key = key;
	try {
		return createSecureContext(options);
	} catch (cause) {
		throw key !== undefined && isEncryptedKey(key)
			? encryptedKey(cause)
			: unusable(cause);
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

const encryptedKey = (cause: unknown): PluginError =>
	new PluginError("bad-input", "the client key is encrypted", {
		cause,
		hint: ["write it without a passphrase: openssl pkey -in KEY -out PLAIN"],
	});

function unusable(cause: unknown): PluginError {
	const text = messageOf(cause);
	if (!/key values mismatch/.test(text))
		return new PluginError(
			"bad-input",
			`the client certificate or its key cannot be read as PEM (${text})`,
			{ cause },
		);
	return new PluginError(
		"bad-input",
		"the client certificate and the key do not belong together",
		{
			cause,
			hint: [
				"these print the same if they do: openssl x509 -in CERT -noout -pubkey; openssl pkey -in KEY -pubout",
			],
		},
	);
}
