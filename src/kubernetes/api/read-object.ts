import { abortError } from "../../abort.ts";
import { PluginError } from "../../errors.ts";
import type { ObjectForm, ObjectReader, Query } from "../api.ts";
import type { Cluster } from "../cluster.ts";
import { fieldOf, ShapeError } from "../field.ts";
import { quote } from "../quote.ts";
import { connectionError } from "./connection-error.ts";
import { isObject, parseForeignJson } from "./json-value.ts";
import { lateRequest, type RequestStep } from "./late-request.ts";
import { readText } from "./read-body.ts";
import { withRetries } from "./retry.ts";
import { sendRequest } from "./send-request.ts";

/** Maximum bytes of an answer, decompressed: a page of 500 objects of a quarter MiB each. */
const MAX_ANSWER_BYTES = 128 * 1024 * 1024;
/** Milliseconds of silence that end a request. The API server ends one that is no watch after 60 s (--request-timeout). */
const SILENCE_MS = 75_000;

/** What to read from the API. */
export type ReadOptions = {
	readonly path: string;
	readonly query: Query;
	readonly form?: ObjectForm;
	readonly signal: AbortSignal;
};

/** The object that was read, and the length of its text. */
type Answer<T> = { readonly object: T; readonly characters: number };

/**
 * Reads one JSON object and retries errors that may pass. The cluster's request timeout applies to each attempt.
 * @throws PluginError
 */
export function readObject<T>(
	cluster: Cluster,
	read: ObjectReader<T>,
	options: ReadOptions,
): Promise<Answer<T>> {
	return withRetries(
		() => readOnce(cluster, read, options),
		options.signal,
		(reason, pauseMs) => cluster.log?.({ kind: "pause", reason, pauseMs }),
	);
}

async function readOnce<T>(
	cluster: Cluster,
	read: ObjectReader<T>,
	{ path, query, form = "object", signal: cancel }: ReadOptions,
): Promise<Answer<T>> {
	const { requestTimeoutMs } = cluster;
	const timeout =
		requestTimeoutMs > 0
			? AbortSignal.timeout(Math.ceil(requestTimeoutMs))
			: undefined;
	const signal = timeout ? AbortSignal.any([cancel, timeout]) : cancel;
	let step: RequestStep = "credentials";
	try {
		const body = await sendRequest(cluster, {
			path,
			query,
			form,
			mode: "read",
			signal,
			silenceMs: SILENCE_MS,
			onStep: (next) => {
				step = next;
			},
		});
		const text = await readText(body, MAX_ANSWER_BYTES, "refuse");
		return { object: parsed(text, read, cluster), characters: text.length };
	} catch (caught) {
		if (cancel.aborted) throw abortError(cancel);
		if (timeout?.aborted)
			throw lateRequest(step, cluster.server, requestTimeoutMs);
		throw connectionError(caught, cluster);
	}
}

function parsed<T>(
	text: string,
	read: ObjectReader<T>,
	{ server, serverOrigin }: Cluster,
): T {
	let fault = "";
	try {
		const value = parseForeignJson(text);
		if (isObject(value)) return read(fieldOf(value, "the answer"));
	} catch (caught) {
		if (caught instanceof ShapeError) fault = `: ${quote(caught.message)}`;
		else if (!(caught instanceof SyntaxError)) throw caught;
	}
	throw new PluginError(
		"api-error",
		`${server} answers with something that is not the Kubernetes API's JSON${fault}`,
		{
			hint: [
				`it may be a login page or proxy: check the address of ${serverOrigin}`,
			],
		},
	);
}
