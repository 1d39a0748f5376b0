import * as tls from "node:tls";

/**
 * Checks that a certificate is for a host: as Node does, but a name that only the subject holds (its CN) does not count, as in Go
 * (crypto/x509, HostnameError) and so in kubectl. Returns the error if it is not.
 */
export function checkServerIdentity(
	host: string,
	certificate: tls.PeerCertificate,
): Error | undefined {
	const subject = { ...certificate.subject, CN: "" };
	return tls.checkServerIdentity(host, { ...certificate, subject });
}
