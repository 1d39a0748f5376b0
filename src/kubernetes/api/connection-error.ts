import type { ClientRequest } from "node:http";
import { beginningOf } from "../../cut-text.ts";
import { PluginError } from "../../errors.ts";
import { shellWord } from "../../shell-word.ts";
import type { Cluster } from "../cluster.ts";
import { property } from "./json-value.ts";

/** The parts of a cluster that a message about a connection names. */
type Destination = Pick<Cluster, "server" | "serverOrigin">;

/**
 * Returns the error for a request without an answer: `api-unreachable`, or `api-certificate` when TLS failed. Its facts hold Node's
 * `errno` code, which decides on a retry.
 * @param waitedMs how long the request waited for an answer
 */
export function connectionError(
	caught: unknown,
	destination: Destination,
	waitedMs = 0,
): PluginError {
	if (caught instanceof PluginError) return caught;
	const code = codeOf(caught);
	const [clause, ...hint] = explain(code, caught, destination, waitedMs);
	const isCertificate = CERTIFICATE_CODE.test(code);
	return new PluginError(
		isCertificate ? "api-certificate" : "api-unreachable",
		`${isCertificate ? "the certificate of " : ""}the API server ${destination.server} ${clause}`,
		{
			cause: caught,
			hint,
			facts: { server: destination.server, ...(code && { errno: code }) },
		},
	);
}

/** Node's and OpenSSL's codes for a server certificate that does not verify (nodejs.org/api/tls.html, X509 error codes). */
const CERTIFICATE_CODE =
	/^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE))/;

/** Codes of a broken connection, as a restarting API server or a load balancer causes it. */
const BROKEN = new Set(["ECONNRESET", "EPIPE", "ECONNABORTED"]);

/**
 * Milliseconds of waiting that tell two causes of a broken connection apart. An API server drops a request over HTTP/1 that it cannot
 * answer in its --request-timeout of a minute (apiserver, filters/timeout.go). A server that restarts drops it sooner.
 */
const LONG_WAIT_MS = 30_000;

type Explanation = readonly [clause: string, ...hint: string[]];

function explain(
	code: string,
	caught: unknown,
	{ server, serverOrigin }: Destination,
	waitedMs: number,
): Explanation {
	if (BROKEN.has(code) && waitedMs > LONG_WAIT_MS)
		return [
			`breaks the connection off after ${Math.round(waitedMs / 1000)}s`,
			"it gives up on what it cannot answer in a minute, as when its etcd is slow or gone",
		];
	const host = new URL(server).hostname;
	switch (code) {
		case "ECONNREFUSED":
			return [
				"refuses connections",
				`see that the cluster runs and that this is its address (${serverOrigin})`,
			];
		case "ENOTFOUND":
		case "EAI_AGAIN":
			return [
				`cannot be found: DNS has no address for ${host}`,
				"see that the name is right, and that a needed VPN is up",
			];
		case "ETIMEDOUT":
		case "EHOSTUNREACH":
		case "ENETUNREACH":
			return [
				code === "ETIMEDOUT" ? "does not answer" : "is out of reach",
				"check that the VPN is up, if one is needed, and that no firewall is in the way",
			];
		case "ERR_TLS_HANDSHAKE_TIMEOUT":
			return [
				"accepts the connection, but the TLS handshake does not end",
				"something on the way may drop large packets, as a VPN with a wrong MTU does, or the server is overloaded",
			];
		case "EMFILE":
			return [
				"cannot be reached: this process may open no more files",
				"ulimit -n shows how many it may, a connection being one, and raises it",
			];
		default:
			return CERTIFICATE_CODE.test(code)
				? explainCertificate(code, caught)
				: explainProtocol(code, caught, server);
	}
}

function explainCertificate(code: string, caught: unknown): Explanation {
	switch (code) {
		case "CERT_HAS_EXPIRED":
			return [
				"has expired",
				"renew it on the cluster (kubeadm certs renew), and check the clock here",
			];
		case "CERT_NOT_YET_VALID":
			return ["is not valid yet", "check the clock, here and on the cluster"];
		case "ERR_TLS_CERT_ALTNAME_INVALID":
			return explainNames(caught);
		default:
			return [
				`comes from an unknown authority (${code})`,
				"see that certificate-authority in the kubeconfig is this cluster's, or name one with --certificate-authority",
			];
	}
}

function explainProtocol(
	code: string,
	caught: unknown,
	server: string,
): Explanation {
	const reason = reasonOf(caught);
	if (/wrong version number|packet length too long|http request/i.test(reason))
		return [
			"does not speak TLS on this port",
			`try --server=${shellWord(server.replace(/^https/, "http"))}`,
		];
	if (code.startsWith("Z_"))
		return [
			"compresses what cannot be unpacked",
			"a proxy on the way may interfere: try --disable-compression",
		];
	if (code.startsWith("HPE_"))
		return [
			"does not speak HTTP on this port",
			"see that the server's address is right",
		];
	const alert = /:SSL routines:[^:]*:(?<text>[^:]* alert [^:]*):/.exec(reason);
	if (alert)
		return [
			`refuses the TLS handshake: ${alert.groups?.["text"]}`,
			"a client certificate that has expired, or is another cluster's, gives this",
		];
	if (BROKEN.has(code))
		return [
			"breaks the connection off",
			"it may be restarting, or a proxy on the way may interfere",
		];
	const failure = /:SSL routines:[^:]*:(?<text>[^:]+):/.exec(reason);
	if (failure)
		return [
			`cannot be reached: TLS fails: ${failure.groups?.["text"]}`,
			"a proxy on the way may interfere",
		];
	return [`cannot be reached: ${reason}`];
}

/** Explains the refusal of a certificate for its names, which the error has. */
function explainNames(caught: unknown): Explanation {
	const names = property(property(caught, "cert"), "subjectaltname");
	if (!names)
		return [
			"names no host as a subject alternative name",
			"issue it anew with one; a common name does not count, for kubectl either",
		];
	return [
		`is for another name; it holds ${beginningOf(String(names), 300)}`,
		"name one that it holds with --tls-server-name",
	];
}

function codeOf(caught: unknown): string {
	return caught instanceof Error && "code" in caught ? String(caught.code) : "";
}

function reasonOf(caught: unknown): string {
	if (!(caught instanceof Error)) return String(caught);
	return beginningOf(caught.message, 500);
}

/** Whether the request failed because an open connection broke. */
export function isBrokenConnection(error: PluginError): boolean {
	return BROKEN.has(String(error.facts["errno"]));
}

/**
 * Whether a request failed only because its kept-alive connection had already been closed. The server has not read such a request, so
 * it may be sent again at once (nodejs.org/api/http.html#requestreusedsocket).
 */
export function isStaleConnection(
	error: Error,
	request: ClientRequest,
): boolean {
	return request.reusedSocket && BROKEN.has(codeOf(error));
}
