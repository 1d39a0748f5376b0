import type { PodName } from "../../cli/pod-name.ts";
import type { Channel } from "../../grpc/channel.ts";
import type { KeptConnection } from "../../grpc/kept-connection.ts";
import type { PodTarget } from "../../kubernetes/target.ts";
import type { CallFact, Served } from "./facts.ts";
import type { Known } from "./learn-method.ts";
import { printsJson } from "./options.ts";
import { withPackedTypes } from "./packed-types.ts";
import { performCall } from "./perform.ts";
import type { CallRecorder } from "./recording/recorder.ts";
import { type Requests, type RequestsOptions, requestsOf } from "./requests.ts";
import type { ResponseBudget } from "./response-budget.ts";
import type { Run, Shown } from "./run-of.ts";
import { openStdin } from "./stdin.ts";

/** How long each step before a call took, in milliseconds. */
export type Steps = Channel["timings"] & {
	readonly resolveMs: number;
	readonly schemaMs: number;
};

/** A pod that is called now, or was called in a recording. */
export type Called = {
	readonly pod: PodName;
	readonly known: Known;
	readonly steps: Steps;
	readonly by:
		| {
				readonly kind: "channel";
				/** Returns the channel, or a new one when the last one takes no more calls. */
				readonly take: KeptConnection["take"];
				readonly recorder: CallRecorder | undefined;
		  }
		| {
				readonly kind: "recording";
				readonly facts: AsyncGenerator<CallFact, void>;
				/** Returns what was recorded of {@link Served}. Call it after the facts are read. */
				readonly served: () => Promise<Served>;
		  };
};

/** The requests and the signal of one call, where they differ from those of the command line. */
type Sending = {
	readonly requests: Requests;
	readonly signal: AbortSignal;
};

/** A pod behind an open channel. */
export type Connected = {
	readonly target: PodTarget;
	readonly channel: Channel;
	/** Returns the channel, or a new one when the last one takes no more calls. */
	readonly take: KeptConnection["take"];
	readonly resolveMs: number;
};

/** Returns a pod behind an open channel as one that is ready to be called. */
export function calledOver(
	{ recorder }: Pick<Run, "recorder">,
	{ target, channel, take, resolveMs }: Connected,
	known: Known,
): Called {
	const { schemaMs } = known;
	return {
		pod: target.pod,
		known,
		steps: { ...channel.timings, resolveMs, schemaMs },
		by: { kind: "channel", take, recorder },
	};
}

/**
 * Returns the facts of one call of a pod: of a call that it makes now, or of a recorded one. A call ends when its budget is used up.
 */
export function factsOf(
	run: Shown,
	called: Called,
	more: Partial<Sending> & { readonly budget?: ResponseBudget } = {},
): AsyncGenerator<CallFact, void> {
	const { by, known } = called;
	if (by.kind === "recording") return by.facts;
	const { call, limit } = run.plan;
	const { recorder } = by;
	const { requests = requestsAsked(run, known), budget, ...options } = more;
	const calls = performCall({
		take: by.take,
		method: known.method,
		requests,
		call: { ...call, ...options },
		limit,
		budget,
	});
	// A recording can be shown again in any form, so its responses count as read.
	const isRead = recorder !== undefined || printsText(run.plan);
	const facts = withPackedTypes(known, calls, {
		bodies: isRead ? "read" : "passed-on",
		deadlineMs: call.deadlineMs,
		keep: async (types) => recorder?.types(called.pod, types),
	});
	return recorder?.follow(run, called, facts) ?? facts;
}

function printsText(plan: Shown["plan"]): boolean {
	return printsJson(plan) || plan.format === "text";
}

/** Returns the requests that the command line gives. */
export function requestsAsked(
	{ context, plan }: Pick<Shown, "context" | "plan">,
	known: RequestsOptions["known"],
): AsyncGenerator<Uint8Array, void> {
	return requestsOf({
		known,
		data: plan.data,
		format: plan.format,
		unknownFields: plan.unknownFields,
		stdin: () => openStdin(context),
	});
}
