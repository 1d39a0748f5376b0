import * as tls from "node:tls";

/** Go and gRPC's C core also trust an authority that another one has issued, without that other one. Node does not by itself. */
export const TRUST = { allowPartialTrustChain: true } as const;

/**
 * Returns the authorities that other clients on this machine trust, as PEM: the system's, which often include a company's own, and
 * those of NODE_EXTRA_CA_CERTS. As for kubectl, SSL_CERT_FILE and SSL_CERT_DIR name the system's. Undefined, which means Node's own
 * list, when the system has none. The first reading in a process takes about 0.1 s.
 */
export function systemAuthorities(): string[] | undefined {
	const system = tls.getCACertificates("system");
	const extra = tls.getCACertificates("extra");
	// The system lists many certificates twice, and each one costs time.
	return system.length === 0 ? undefined : [...new Set([...system, ...extra])];
}
