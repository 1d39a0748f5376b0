import { PluginError } from "../errors.ts";
import type { CertificateFact, TlsSettings } from "./transport.ts";

/**
 * Requires that a certificate verifies.
 * @throws PluginError `tls-verify` when it does not; says why, for whom and by whom it is, and what to do
 */
export function requireVerified(
	certificate: CertificateFact,
	{ ca }: Pick<TlsSettings, "ca">,
): void {
	const { subject, issuer, daysLeft, verified } = certificate;
	if (verified.ok) return;
	const { reason } = verified;
	const seen = `subject ${subject || "none"}, names ${shownNames(certificate)}, issuer ${issuer}`;
	throw new PluginError(
		"tls-verify",
		`the server's certificate does not verify: ${reason} (${seen})`,
		{
			facts: { reason, daysLeft },
			hint: [
				...(/authority|self-signed/.test(reason)
					? [
							ca === undefined
								? "name its authority with --cacert"
								: "its issuer is not among the authorities that were given",
						]
					: []),
				...(/name mismatch/.test(reason)
					? [nameHint(certificate, reason)]
					: []),
				"--insecure-skip-verify goes on without verifying",
			],
		},
	);
}

function nameHint({ names }: CertificateFact, reason: string): string {
	if (/common name/.test(reason))
		return "issue it anew with the name as a subject alternative name (DNS)";
	return names.length > 0 && names.every((name) => name.includes("://"))
		? "it has only a SPIFFE ID, as meshes issue it, and no --servername fits that"
		: "set the name that it should have with --servername";
}

const MAX_SHOWN_NAMES = 5;

function shownNames({ names }: CertificateFact): string {
	if (names.length === 0) return "none";
	const more = names.length > MAX_SHOWN_NAMES ? " …" : "";
	return `${names.slice(0, MAX_SHOWN_NAMES).join(" ")}${more}`;
}
