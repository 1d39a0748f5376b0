import type { JsonValue } from "@bufbuild/protobuf";
import type { Metadata, RpcStatus } from "../../grpc/channel.ts";
import { channelStatus } from "../../grpc/status.ts";
import { micros } from "../../micros.ts";
import type { WrittenResponse } from "../../schema/codec.ts";
import type { StatusDetail } from "../../schema/details/status-details.ts";
import { type Called, factsOf, type Steps } from "./called.ts";
import { type Body, type CallEnd, NOT_KNOWN } from "./facts.ts";
import { circumstancesOf, hintsFor } from "./hints.ts";
import { nameOf } from "./method.ts";
import { type CallTimings, metadataFields, type PodAnswer } from "./report.ts";
import type { ResponseBudget } from "./response-budget.ts";
import type { Shown } from "./run-of.ts";
import { decodeStatus } from "./status-report.ts";
import { bodyWriter } from "./write-body.ts";

/** A pod's whole answer. */
export type Collected = {
	/** `package.Service/Method` */
	readonly method: string;
	readonly answer: PodAnswer;
	/** The decoded details of the status. */
	readonly details: readonly StatusDetail[];
	readonly end: CallEnd;
	/** Why a response could not be read. Undefined: all could. */
	readonly undecodable: string | undefined;
	/** What to try if the status is a failure, one line each. */
	readonly hint: readonly string[];
};

/**
 * Makes the call and keeps its answer as far as the budget has room. It rejects only for an error that keeps a call from being made.
 */
export async function collectAnswer(
	run: Shown,
	called: Called,
	budget: ResponseBudget,
): Promise<Collected> {
	const { method, schema } = called.known;
	const gathered = await gather(run, called, budget);
	const { messages, firstResponseMs, end, undecodable } = gathered;
	const { report, details } = await decodeStatus(
		statusOf(end),
		schema.registry,
	);
	const answer: PodAnswer = {
		pod: called.pod.name,
		namespace: called.pod.namespace,
		headers: metadataFields(gathered.headers),
		messages,
		status: report,
		trailers: metadataFields(end.trailers),
		sent: end.sent,
		received: end.received,
		timings: timingsOf(called.steps, firstResponseMs, end.atMs),
	};
	const hint = hintsFor(report, circumstancesOf(run, NOT_KNOWN, end.atMs));
	return { method: nameOf(method), answer, details, end, undecodable, hint };
}

/** What the facts of one call say together. */
type Gathered = Pick<Collected, "end" | "undecodable"> & {
	readonly headers: Metadata;
	readonly messages: readonly JsonValue[];
	readonly firstResponseMs: number | null;
};

async function gather(
	run: Shown,
	called: Called,
	budget: ResponseBudget,
): Promise<Gathered> {
	const { method, schema } = called.known;
	const toJson = bodyWriter(method.output, {
		...run.plan.writing,
		format: "json",
		registry: schema.registry,
		layout: "compact",
	});
	const messages: JsonValue[] = [];
	let headers: Metadata = [];
	let firstResponseMs: number | null = null;
	let end: CallEnd | undefined;
	let undecodable: string | undefined;
	for await (const fact of factsOf(run, called, { budget })) {
		switch (fact.kind) {
			case "headers":
				headers = fact.metadata;
				break;
			case "response": {
				firstResponseMs ??= fact.atMs;
				const written = toJson(fact.body);
				if (written.kind === "undecodable") undecodable ??= written.reason;
				if (budget.take(bytesOf(written, fact.body)))
					messages.push(asJson(written, fact.body));
				break;
			}
			case "end":
				end = fact;
		}
	}
	if (end === undefined) throw new Error("a call gave no end");
	return { headers, messages, firstResponseMs, end, undecodable };
}

/** Returns the status of a call. With --limit the server's own status may have come already or not, so it says nothing. */
function statusOf({ status, reason }: CallEnd): RpcStatus {
	return reason === "limit" ? channelStatus("OK", "ended by --limit") : status;
}

/** Returns how long each step of a call took, in milliseconds. */
export function timingsOf(
	steps: Steps,
	firstResponseMs: number | null,
	callMs: number,
): CallTimings {
	const { resolveMs, streamMs, tlsMs, settingsMs, schemaMs } = steps;
	return {
		resolveMs: micros(resolveMs),
		tunnelMs: micros(streamMs),
		tlsMs: tlsMs === undefined ? null : micros(tlsMs),
		settingsMs: micros(settingsMs),
		schemaMs: micros(schemaMs),
		firstResponseMs: firstResponseMs === null ? null : micros(firstResponseMs),
		callMs: micros(callMs),
	};
}

function asJson(written: WrittenResponse, body: Body): JsonValue {
	if (written.kind === "text") return JSON.parse(written.text);
	const reason = written.kind === "undecodable" ? written.reason : "bytes";
	return {
		"@error": reason,
		"@value":
			body instanceof Uint8Array ? Buffer.from(body).toString("base64") : "",
	};
}

/** Returns the length of a message as JSON. */
function bytesOf(written: WrittenResponse, body: Body): number {
	return written.kind === "text" ? written.text.length : body.length * 2;
}
