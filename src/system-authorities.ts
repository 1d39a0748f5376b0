import * as tls from "node:tls";

/**
 * Whom every other client on this machine trusts, PEM: the system's authorities, on which a company's often is, and those of
 * NODE_EXTRA_CA_CERTS. SSL_CERT_FILE and SSL_CERT_DIR say where the system's are, as they do for kubectl. Undefined, for Node's own
 * list, where the system has none and before Node 22.15. Reading them takes about 0.1 s, the first time in a process.
 */
export function systemAuthorities(): string[] | undefined {
	if (typeof tls.getCACertificates !== "function") return undefined;
	const system = tls.getCACertificates("system");
	const extra = tls.getCACertificates("extra");
	// The system names many certificates twice, and each one costs time.
	return system.length === 0 ? undefined : [...new Set([...system, ...extra])];
}
