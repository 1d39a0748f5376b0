import { isIP } from "node:net";
import type { ConnectionOptions, SecureContext } from "node:tls";
import * as tls from "node:tls";
import { messageOf, PluginError } from "../../errors.ts";
import { checkServerIdentity } from "../../server-identity.ts";
import { systemAuthorities, TRUST } from "../../system-authorities.ts";
import type { ClientCertificate } from "./certificates.ts";

/** The settings of TLS to the API server. */
export type TlsSettings = {
	/** PEM; undefined trusts the system's authorities. */
	readonly authority: string | undefined;
	readonly verification: "verify" | "skip";
	/** Name to send as SNI and to expect in the certificate, instead of the host. */
	readonly serverName: string | undefined;
	readonly client: ClientCertificate | undefined;
};

/**
 * Returns Node's options for these settings. The secure context is created once. Parsing authorities and keys for each of many tunnels
 * would cost more than their resumed handshakes.
 */
export function tlsOptions(settings: TlsSettings): ConnectionOptions {
	return {
		secureContext: secureContextOf(settings),
		rejectUnauthorized: settings.verification === "verify",
		...namesOf(settings.serverName),
	};
}

/** Creates the secure context. @throws PluginError `certificate` for what OpenSSL refuses, such as a key that is too short */
function secureContextOf(settings: TlsSettings): SecureContext {
	const { authority, verification, client } = settings;
	try {
		return tls.createSecureContext({
			ca: authority ?? (verification === "skip" ? [] : systemAuthorities()),
			...TRUST,
			minVersion: "TLSv1.2",
			...(client && { cert: client.certificate, key: client.key }),
		});
	} catch (cause) {
		const reason = messageOf(cause);
		throw new PluginError(
			"certificate",
			`the client certificate cannot be used for TLS: ${reason}`,
			{ cause, hint: ["renew it with a key of today's length"] },
		);
	}
}

function namesOf(serverName: string | undefined): ConnectionOptions {
	if (serverName === undefined) return { checkServerIdentity };
	// An IP address is no SNI (RFC 6066, section 3), but the certificate may have to name it.
	if (isIP(serverName) === 0)
		return { servername: serverName, checkServerIdentity };
	return {
		servername: "",
		checkServerIdentity: (_host, certificate) =>
			checkServerIdentity(serverName, certificate),
	};
}
