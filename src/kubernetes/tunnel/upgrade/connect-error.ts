import type { ClientRequest } from "node:http";
import { PluginError } from "../../../errors.ts";

const BROKEN = new Set(["ECONNRESET", "EPIPE"]);

/**
 * Whether a request failed only because the API server had closed the idle keep-alive connection it was sent on. Such a
 * request was not read, so it can be sent again. https://nodejs.org/api/http.html#requestreusedsocket
 */
export function isStaleSocket(
	error: NodeJS.ErrnoException,
	request: ClientRequest,
): boolean {
	return request.reusedSocket && BROKEN.has(error.code ?? "");
}

/** Codes of node:tls for a certificate that does not verify: OpenSSL's X509_V_ERR names and Node's own. */
const CERTIFICATE_CODES =
	/^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_)/;

/** A connection to the API server that could not be made, as `api-unreachable` or `api-certificate`. */
export function connectError(cause: Error, server: string): PluginError {
	if (cause instanceof PluginError) return cause;
	const code = "code" in cause ? String(cause.code) : "";
	if (CERTIFICATE_CODES.test(code))
		return new PluginError(
			"api-certificate",
			`the certificate of the API server ${server} does not verify: ${cause.message}`,
			{ cause },
		);
	return new PluginError(
		"api-unreachable",
		`the API server ${server} cannot be reached: ${cause.message || code}`,
		{ cause, hint: ["kubectl cluster-info shows whether kubectl reaches it"] },
	);
}
