import { setImmediate as tick } from "node:timers/promises";
import { EXIT_STATUS, exitStatusOfError } from "../../../cli/exit-status.ts";
import { PluginError, toPluginError } from "../../../errors.ts";
import type { KeptConnection } from "../../../grpc/kept-connection.ts";
import { refusalStatus } from "../../../grpc/status.ts";
import type { PodTarget } from "../../../kubernetes/target.ts";
import type { SchemaBuilder } from "../../../schema/source/schema-builder.ts";
import type { ToldTypes } from "../ask-types.ts";
import { learnMethod } from "../learn-method.ts";
import type { Repeat } from "../options.ts";
import { collectRequests, requestsOf } from "../requests.ts";
import type { Run } from "../run-of.ts";
import { printNoteOnce } from "../views/print-note.ts";
import type { MeasuredCall, Repeated } from "./measure-call.ts";
import { count, type Measured, type PodTally } from "./tally.ts";

/** What the calls of a run share. */
export type Series = {
	readonly run: Run;
	readonly repeat: Repeat;
	/** Standard input, if -d names it. */
	readonly stdin: readonly Uint8Array[];
	/** Builds the schemas of the pods. */
	readonly builder: SchemaBuilder;
	/** What servers said about types that are not in those schemas. */
	readonly told: ToldTypes;
	/** Called for each call that has ended. */
	readonly onCall: (call: Measured) => void;
};

/** What is sent to a pod, and how to remove its schema from the cache. */
export type Prepared = Repeated & { readonly forget: () => Promise<void> };

/** Learns the method from a pod and serializes the requests with the pod's schema. @throws PluginError */
export async function prepare(
	{ run, stdin, builder, told }: Series,
	target: PodTarget,
	take: KeptConnection["take"],
): Promise<Prepared> {
	const known = await learnMethod(run, {
		target,
		take,
		builder,
		told,
		tell: (line) => printNoteOnce(run, line),
	});
	const { data, format, unknownFields, call } = run.plan;
	const requests = await collectRequests(
		requestsOf({
			known,
			data,
			format,
			unknownFields,
			stdin: () => asStream(stdin),
		}),
	);
	const { method, forget } = known;
	return { method, requests, options: call, forget };
}

async function* asStream(chunks: readonly Uint8Array[]) {
	yield* chunks;
}

/**
 * Makes one call and counts it.
 * @throws PluginError for what keeps this program from calling, but no client: rights, credentials, an API server that does not
 * answer, a schema
 */
export async function countCall(
	series: Series,
	tally: PodTally,
	measure: () => Promise<MeasuredCall>,
): Promise<void> {
	const startMs = performance.now();
	const measured = await measure().catch(toPluginError);
	if (!(measured instanceof PluginError))
		return countEnded(series, tally, measured);
	if (!isOfThePod(measured)) throw measured;
	return countRefusal(series, tally, measured, startMs);
}

/** Returns whether a client would have failed in the same way: it cannot connect to the pod, or the call was interrupted. */
function isOfThePod({ code }: PluginError): boolean {
	const { unreachable, interrupted } = EXIT_STATUS;
	const status = exitStatusOfError(code);
	return status === unreachable || status === interrupted;
}

/** Counts a call that got no connection. It has failed with UNAVAILABLE, as the call of a gRPC client would. */
export async function countRefusal(
	series: Series,
	tally: PodTally,
	refusal: PluginError,
	startMs: number,
): Promise<void> {
	const endMs = performance.now();
	const status = refusalStatus(refusal);
	const refused = { status, received: 0, startMs, endMs };
	await countEnded(series, tally, refused);
	// Calls that fail at once must leave the event loop time to notice Ctrl-C.
	await tick();
}

/**
 * Counts a call that has ended. It does not count a call that was cut off here, by Ctrl-C or because the run ends with an error.
 */
async function countEnded(
	{ run, onCall }: Series,
	tally: PodTally,
	measured: MeasuredCall,
): Promise<void> {
	if (run.access.signal.aborted && measured.status.source === "channel") return;
	const call = {
		...measured,
		startMs: measured.startMs - run.startMs,
		endMs: measured.endMs - run.startMs,
	};
	count(tally, call);
	onCall(call);
	await run.recorder?.count(tally.pod, call);
}
