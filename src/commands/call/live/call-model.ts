import type { Metadata } from "../../../grpc/channel.ts";
import type { CallEnd, CallFact } from "../facts.ts";
import { type Kept, keep, type Message, NONE_KEPT, sizeOf } from "./message.ts";
import { recordSample, type Sample } from "./rate.ts";

/** What is seen of a call, responses of a short time together. Milliseconds are counted from its start. */
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

/** A call as its screen knows it. */
export type CallModel = {
	/** Undefined until they have come. */
	readonly headers: Metadata | undefined;
	readonly kept: Kept;
	readonly received: number;
	readonly sent: number;
	/** Whether more may be sent. */
	readonly sending: "open" | "closed";
	readonly samples: readonly Sample[];
	/** Time of the last fact. */
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

/** The call after one more fact. */
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
				// Of a call that was recorded only the end tells.
				sent: Math.max(model.sent, fact.sent),
				end: fact,
				atMs: Math.max(model.atMs, fact.atMs),
			};
	}
}

/** Responses that came and are not kept any more. */
export function droppedOf({ received, kept }: CallModel): number {
	return received - kept.messages.length;
}
