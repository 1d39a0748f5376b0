import {
	type Authority,
	issueCertificate,
	type LeafOptions,
} from "../certificate/certificate.ts";
import type { Manifest } from "../objects/metadata.ts";
import type { EnvValue } from "./manifest.ts";

/** A Secret of type kubernetes.io/tls, with the authority's certificate beside, for the named server or client. */
export function tlsSecret(
	name: string,
	authority: Authority,
	options: LeafOptions,
): Manifest {
	const { cert, key } = issueCertificate(authority, options);
	return {
		apiVersion: "v1",
		kind: "Secret",
		metadata: { name },
		type: "kubernetes.io/tls",
		stringData: {
			"tls.crt": cert,
			"tls.key": key,
			"ca.crt": authority.cert,
		},
	};
}

/** Names by which a Service of the sandbox's scenarios is called. */
export function serviceNames(name: string): readonly string[] {
	return [
		name,
		`${name}.default`,
		`${name}.default.svc`,
		`${name}.default.svc.cluster.local`,
		"localhost",
	];
}

/** A validity that ended yesterday. */
export function expiredValidity(): Pick<LeafOptions, "notBefore" | "notAfter"> {
	const dayMs = 86_400_000;
	return {
		notBefore: new Date(Date.now() - 90 * dayMs),
		notAfter: new Date(Date.now() - dayMs),
	};
}

/** The environment that makes the test server serve TLS from such a Secret. */
export function tlsEnv(secretName: string): Readonly<Record<string, EnvValue>> {
	return {
		TLS_CERT_PEM: { secret: secretName, key: "tls.crt" },
		TLS_KEY_PEM: { secret: secretName, key: "tls.key" },
	};
}
