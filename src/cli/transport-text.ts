import type { TransportFact } from "../grpc/transport.ts";

/** Describes the transport and the server's certificate: `TLS 1.3, CN=a by CN=b, 364d left, verified`. */
export function transportText(transport: TransportFact): string {
	if (transport.kind === "plaintext") return "plaintext";
	const { alpn, certificate, version, clientCertificate } = transport;
	const kind = clientCertificate === "sent" ? "mTLS" : "TLS";
	const verified = certificate.verified.ok
		? "verified"
		: `not verified: ${certificate.verified.reason}`;
	const protocol = alpn === undefined ? "no ALPN, " : "";
	return `${kind} ${version.replace("TLSv", "")}, ${protocol}${certificate.subject || "no subject"} by ${certificate.issuer}, ${leftText(certificate)}, ${verified}`;
}

/** Describes the time left. `daysLeft` is rounded down: 0 is the last day, -1 the first day after the end. */
function leftText({ daysLeft }: { readonly daysLeft: number }): string {
	if (daysLeft >= 0) return `${daysLeft}d left`;
	return daysLeft === -1 ? "expired today" : `expired ${-daysLeft - 1}d ago`;
}
