import {
	type Authority,
	issueCertificate,
	type LeafOptions,
} from "../certificate/certificate.ts";
import type { Manifest } from "../objects/metadata.ts";
import type { EnvValue } from "./manifest.ts";

/** Returns a Secret of type kubernetes.io/tls for a server or client, which also holds the authority's certificate. */
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

/** Returns the DNS names of a scenario's Service. */
export function serviceNames(name: string): readonly string[] {
	return [
		name,
		`${name}.default`,
		`${name}.default.svc`,
		`${name}.default.svc.cluster.local`,
		"localhost",
	];
}

/** Returns a validity that ended yesterday. */
export function expiredValidity(): Pick<LeafOptions, "notBefore" | "notAfter"> {
	const dayMs = 86_400_000;
	return {
		notBefore: new Date(Date.now() - 90 * dayMs),
		notAfter: new Date(Date.now() - dayMs),
	};
}

/** Returns the environment for serving TLS from a {@link tlsSecret}. */
export function tlsEnv(secretName: string): Readonly<Record<string, EnvValue>> {
	return {
		TLS_CERT_PEM: { secret: secretName, key: "tls.crt" },
		TLS_KEY_PEM: { secret: secretName, key: "tls.key" },
	};
}
