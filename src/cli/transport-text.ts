import type { TransportFact } from "../grpc/transport.ts";

/** How a server is spoken to, and the certificate that it showed: `TLS 1.3, CN=a by CN=b, 364d left, verified`. */
export function transportText(transport: TransportFact): string {
	if (transport.kind === "plaintext") return "plaintext";
	const { alpn, certificate, version, clientCertificate } = transport;
	const kind = clientCertificate === "sent" ? "mTLS" : "TLS";
	const days = `${certificate.daysLeft}d left`;
	const verified = certificate.verified.ok
		? "verified"
		: `not verified: ${certificate.verified.reason}`;
	const protocol = alpn === undefined ? "no ALPN, " : "";
	return `${kind} ${version.replace("TLSv", "")}, ${protocol}${certificate.subject || "no subject"} by ${certificate.issuer}, ${days}, ${verified}`;
}
