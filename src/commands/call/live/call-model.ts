import type { Metadata } from "../../../grpc/channel.ts";
import type { CallEnd, CallFact } from "../facts.ts";
import { type Kept, keep, type Message, NONE_KEPT, sizeOf } from "./message.ts";
import { recordSample, type Sample } from "./rate.ts";

/**
 * A fact of a call on the screen. Responses of a short time are handed over together. Times are in milliseconds from the start
 * of the call.
 */
export type LiveFact =
	| {
			readonly kind: "received";
			readonly messages: readonly Message[];
			readonly atMs: number;
	  }
	| Extract<CallFact, { readonly kind: "headers" }>
	| { readonly kind: "sent" }
	| { readonly kind: "half-closed" }
	| { readonly kind: "time"; readonly atMs: number }
	| CallEnd;

/** What the screen knows of a call. */
export type CallModel = {
	/** Undefined until they have come. */
	readonly headers: Metadata | undefined;
	readonly kept: Kept;
	readonly received: number;
	readonly sent: number;
	/** Whether more requests may be sent. */
	readonly sending: "open" | "closed";
	readonly samples: readonly Sample[];
	/** The time of the latest fact. */
	readonly atMs: number;
	readonly end: CallEnd | undefined;
};

export const NEW_CALL: CallModel = {
	headers: undefined,
	kept: NONE_KEPT,
	received: 0,
	sent: 0,
	sending: "open",
	samples: [],
	atMs: 0,
	end: undefined,
};

/** Returns the call after one more fact. */
export function advance(model: CallModel, fact: LiveFact): CallModel {
	switch (fact.kind) {
		case "received": {
			const { messages } = fact;
			const atMs = Math.max(model.atMs, fact.atMs);
			return {
				...model,
				kept: keep(model.kept, messages),
				received: model.received + messages.length,
				samples: recordSample(model.samples, {
					atMs,
					messages: messages.length,
					bytes: sizeOf(messages),
				}),
				atMs,
			};
		}
		case "headers":
			return { ...model, headers: fact.metadata };
		case "sent":
			return { ...model, sent: model.sent + 1 };
		case "half-closed":
			return { ...model, sending: "closed" };
		case "time":
			return { ...model, atMs: Math.max(model.atMs, fact.atMs) };
		case "end":
			return {
				...model,
				sending: "closed",
				// In a recorded call only the end has the number of requests.
				sent: Math.max(model.sent, fact.sent),
				end: fact,
				atMs: Math.max(model.atMs, fact.atMs),
			};
	}
}

/** Returns the number of responses that came and are not kept any more. */
export function droppedOf({ received, kept }: CallModel): number {
	return received - kept.messages.length;
}
