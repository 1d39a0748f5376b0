import { setImmediate as tick } from "node:timers/promises";
import { EXIT_STATUS, exitStatusOfError } from "../../../cli/exit-status.ts";
import { PluginError, toPluginError } from "../../../errors.ts";
import type { KeptConnection } from "../../../grpc/kept-connection.ts";
import { refusalStatus } from "../../../grpc/status.ts";
import type { PodTarget } from "../../../kubernetes/target.ts";
import type { SchemaBuilder } from "../../../schema/source/schema-builder.ts";
import { learnMethod } from "../learn-method.ts";
import type { Repeat } from "../options.ts";
import type { ToldTypes } from "../packed-types.ts";
import { collectRequests, requestsOf } from "../requests.ts";
import type { Run } from "../run-of.ts";
import { printNoteOnce } from "../views/print-note.ts";
import type { MeasuredCall, Repeated } from "./measure-call.ts";
import { count, type Measured, type PodTally } from "./tally.ts";

/** What the calls of a run have in common. */
export type Series = {
	readonly run: Run;
	readonly repeat: Repeat;
	/** Standard input, where -d names it. */
	readonly stdin: readonly Uint8Array[];
	/** Of the pods' schemas. */
	readonly builder: SchemaBuilder;
	/** Of types beyond those. */
	readonly told: ToldTypes;
	/** Told of each call that has ended. */
	readonly onCall: (call: Measured) => void;
};

/** What is sent to a pod, and how to forget its schema. */
export type Prepared = Repeated & { readonly forget: () => Promise<void> };

/** Learns the method from a pod and serializes the requests by its schema. @throws PluginError */
export async function prepare(
	{ run, stdin, builder, told }: Series,
	target: PodTarget,
	take: KeptConnection["take"],
): Promise<Prepared> {
	const { context, args, plan } = run;
	const known = await learnMethod(context, args, plan, {
		target,
		take,
		builder,
		told,
		tell: (line) => printNoteOnce(run, line),
	});
	const { data, format, unknownFields } = plan;
	const requests = await collectRequests(
		requestsOf({
			known,
			data,
			format,
			unknownFields,
			stdin: asStream(stdin),
		}),
	);
	const { method, forget } = known;
	return { method, requests, options: plan.call, forget };
}

async function* asStream(chunks: readonly Uint8Array[]) {
	yield* chunks;
}

/** Makes one call and counts it. @throws PluginError what keeps us from calling, and no client: rights, credentials, an API server that does not answer, a schema */
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

/** Whether a client would have failed alike: the pod cannot be connected to, or nobody waits any more. */
function isOfThePod({ code }: PluginError): boolean {
	const { unreachable, interrupted } = EXIT_STATUS;
	const status = exitStatusOfError(code);
	return status === unreachable || status === interrupted;
}

/** Counts a call that found no connection: it has failed as a gRPC client's would, with UNAVAILABLE. */
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
	// Calls that fail at once must not keep Ctrl-C from being heard.
	await tick();
}

/** What was cut off here, by Ctrl-C or as the run ends with an error, is not counted. */
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
