import type { Channel } from "../../grpc/channel.ts";
import type { PodTarget } from "../../kubernetes/target.ts";
import type { Known } from "./learn-method.ts";
import { performCall } from "./perform.ts";
import { requestsOf } from "./requests.ts";
import type { Run } from "./run-of.ts";

/** A pod that can be called. */
export type Called = {
	readonly target: PodTarget;
	readonly channel: Channel;
	readonly known: Known;
	readonly resolveMs: number;
};

/** The facts of the one call that a run makes of a pod. */
export function factsOf(
	run: Run,
	{ channel, known }: Called,
): ReturnType<typeof performCall> {
	const { call, limit } = run.plan;
	const requests = requestsAsked(run, known);
	return performCall({
		channel,
		method: known.method,
		requests,
		call,
		limit,
	});
}

/** The requests that the command line gives. */
export function requestsAsked(
	{ context, plan }: Run,
	{ method, schema }: Known,
): AsyncGenerator<Uint8Array, void> {
	return requestsOf({
		method,
		schema,
		data: plan.data,
		format: plan.format,
		unknownFields: plan.unknownFields,
		stdin: context.stdin,
	});
}
