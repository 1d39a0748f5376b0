import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { pipeline, type Readable } from "node:stream";
import { urlToHttpOptions } from "node:url";
import { abortError, untilAborted, withinTime } from "../../abort.ts";
import type { ObjectForm, Query } from "../api.ts";
import type { Cluster, Credentials } from "../cluster.ts";
import { logExchange } from "../cluster-log.ts";
import { callerHeaders } from "./caller-headers.ts";
import { connectionError, isStaleConnection } from "./connection-error.ts";
import type { RequestStep } from "./late-request.ts";
import { readRefusalText } from "./read-body.ts";
import { subjectOf } from "./request-subject.ts";
import { statusError } from "./status-error.ts";

/** Maximum bytes read of a refusal. A Status is below 2 KiB; a proxy's page may be endless. */
const MAX_REFUSAL_BYTES = 64 * 1024;
/** Bytes of one decompressed piece. */
const INFLATED_BYTES = 256 * 1024;

/**
 * The Accept header for each form. A server that cannot send metadata alone sends whole objects (apimachinery, meta/v1
 * PartialObjectMetadataList).
 */
const ACCEPTED: Readonly<Record<ObjectForm, string>> = {
	object: "application/json",
	metadata:
		"application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json",
};

/** One GET. */
type ApiRequest = {
	readonly path: string;
	readonly query: Query;
	/** Default: whole objects. */
	readonly form?: ObjectForm;
	readonly mode: "read" | "watch";
	readonly signal: AbortSignal;
	/** Milliseconds of silence after which the server counts as gone. */
	readonly silenceMs: number;
	readonly onStep?: (step: RequestStep) => void;
};

/**
 * Sends a GET and returns the decompressed body of a successful answer. After a 401 it sends the request once more with renewed
 * credentials. The caller reads the body; destroying it ends the request.
 * @throws PluginError for every other answer and for none
 */
export async function sendRequest(
	cluster: Cluster,
	request: ApiRequest,
): Promise<Readable> {
	const { signal, onStep = () => {} } = request;
	const sendAs = async (refused?: Credentials) => {
		onStep("credentials");
		const held = await untilAborted(cluster.credentials(refused), signal);
		onStep("answer");
		return { held, response: await exchange(cluster, held, request) };
	};
	let { held, response } = await sendAs();
	if (response.statusCode === 401) {
		response.destroy();
		({ held, response } = await sendAs(held));
	}
	const status = response.statusCode ?? 0;
	if (status >= 200 && status < 300) return decompressed(response);
	throw await refusal(cluster, held, request, response);
}

async function refusal(
	cluster: Cluster,
	{ presented = [] }: Credentials,
	{ path, mode }: ApiRequest,
	response: IncomingMessage,
): Promise<Error> {
	const body = await decompressed(response);
	return statusError(
		{ cluster, subject: subjectOf(path, mode), presented },
		{
			status: response.statusCode ?? 0,
			body: await readRefusalText(body, MAX_REFUSAL_BYTES),
			retryAfterMs: retryAfterOf(response.headers["retry-after"]),
			location: response.headers.location,
		},
	);
}

/** Sends a request, and sends it again at once when its kept-alive connection had already been closed. */
async function exchange(
	cluster: Cluster,
	credentials: Credentials,
	request: ApiRequest,
): Promise<IncomingMessage> {
	for (;;) {
		const answer = await attempt(cluster, credentials, request);
		if (answer !== "stale") return answer;
	}
}

function attempt(
	cluster: Cluster,
	credentials: Credentials,
	{ path, query, form = "object", signal, silenceMs }: ApiRequest,
): Promise<IncomingMessage | "stale"> {
	const { compression = "gzip" } = cluster;
	const url = new URL(`${cluster.server}${path}${searchOf(query)}`);
	const send = url.protocol === "https:" ? httpsRequest : httpRequest;
	return new Promise((resolve, reject) => {
		if (signal.aborted) return reject(abortError(signal));
		const begunMs = performance.now();
		const outgoing = send({
			...urlToHttpOptions(url),
			agent: credentials.agent,
			headers: {
				...callerHeaders(credentials),
				Accept: ACCEPTED[form],
				...(compression === "gzip" ? { "Accept-Encoding": "gzip" } : {}),
			},
			signal,
		});
		logExchange(cluster.log, url, outgoing);
		outgoing.setTimeout(silenceMs, () => outgoing.destroy(silence(silenceMs)));
		outgoing.once("response", resolve);
		// Without this listener Node reports neither the upgrade nor the end of the request.
		outgoing.once("upgrade", (_, socket) => {
			socket.destroy();
			reject(connectionError(unaskedUpgrade(), cluster));
		});
		outgoing.on("error", (error) => {
			if (signal.aborted) reject(abortError(signal));
			else if (isStaleConnection(error, outgoing)) resolve("stale");
			else reject(connectionError(error, cluster, performance.now() - begunMs));
		});
		outgoing.end();
	});
}

function silence(silenceMs: number): Error {
	const error = new Error(`no answer ${withinTime(silenceMs)}`);
	return Object.assign(error, { code: "ETIMEDOUT" });
}

/** The error for an unasked 101 (RFC 9110, section 15.2.2). Its code resembles Node's codes for answers that are not HTTP. */
function unaskedUpgrade(): Error {
	const error = new Error("an upgrade that nobody has asked for");
	return Object.assign(error, { code: "HPE_UNEXPECTED_UPGRADE" });
}

function searchOf(query: Query): string {
	const search = new URLSearchParams();
	for (const [key, value] of Object.entries(query))
		if (value !== undefined) search.set(key, String(value));
	return search.size === 0 ? "" : `?${search}`;
}

async function decompressed(response: IncomingMessage): Promise<Readable> {
	if (response.headers["content-encoding"] !== "gzip") return response;
	// An API server compresses from 128 KiB on (apiserver, responsewriters.go), so most runs do without zlib.
	const { createGunzip } = await import("node:zlib");
	// The callback ignores errors, because the reader of the output sees them. With Node's default of 16 KiB, each piece would wait for
	// its turn in another thread.
	const gunzip = createGunzip({ chunkSize: INFLATED_BYTES });
	return pipeline(response, gunzip, () => {});
}

/** Returns the Retry-After header in milliseconds. It holds seconds or a date (RFC 9110, section 10.2.3). */
export function retryAfterOf(header: string | undefined): number | undefined {
	if (header === undefined) return undefined;
	if (/^\d{1,6}$/.test(header)) return Number(header) * 1000;
	const wait = Date.parse(header) - Date.now();
	return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
