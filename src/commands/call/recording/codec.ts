import { type PodKey, podKey, podNameOf } from "../../../cli/pod-name.ts";
import { errorOf, factOf } from "../../../cli/recording/failure.ts";
import { toPluginError } from "../../../errors.ts";
import type { Called } from "../called.ts";
import type { CallEnd, CallFact } from "../facts.ts";
import type { CallPlan } from "../options.ts";
import type {
	RecordedCalled,
	RecordedEnd,
	RecordedFact,
} from "./recorded-facts.ts";
import type { Withholding } from "./withhold.ts";

/** A recorded fact of one call. */
export type RecordedCallFact = Extract<
	RecordedFact,
	{ kind: "headers" | "response" | "types" | "end" }
>;

/** A recorded fact of one call, except for types. */
type RecordedSeen = Exclude<RecordedCallFact, { kind: "types" }>;

/** Returns the start of a call as a recording has it. */
export function recordedCalled(
	{ pod, steps, known: { method } }: Called,
	{ call: { metadata = [] } }: Pick<CallPlan, "call">,
	schema: RecordedCalled["schema"],
	withhold: Withholding,
): RecordedFact {
	return {
		kind: "called",
		pod: podNameOf(pod),
		steps,
		service: method.parent.typeName,
		method: method.name,
		schema,
		metadata: withhold.metadata(metadata),
	};
}

/** Returns a fact of a call as a recording has it. */
export function recordedCallFact(
	fact: CallFact,
	pod: PodKey,
	withhold: Withholding,
): RecordedSeen {
	switch (fact.kind) {
		case "headers":
			return { ...fact, pod, metadata: withhold.metadata(fact.metadata) };
		case "response": {
			const { body } = fact;
			const kept = body instanceof Uint8Array ? withhold.body(body) : body;
			return { ...fact, pod, body: kept };
		}
		case "end":
			return recordedEnd(fact, pod, withhold);
	}
}

function recordedEnd(
	end: CallEnd,
	pod: PodKey,
	withhold: Withholding,
): RecordedEnd {
	const { status, fault, trailers } = end;
	const { code, name, source } = status;
	return {
		...end,
		pod,
		status: {
			code,
			name,
			source,
			message: withhold.message(status),
			details: withhold.details(status.details),
		},
		trailers: withhold.metadata(trailers),
		fault:
			fault === undefined ? null : withhold.fault(factOf(toPluginError(fault))),
	};
}

/** Returns the fact of a call that a recording has. */
export function callFactOf(fact: RecordedSeen): CallFact {
	switch (fact.kind) {
		case "headers":
			return { kind: "headers", metadata: fact.metadata };
		case "response": {
			const { body, atMs } = fact;
			const bytes =
				typeof body === "string" ? Buffer.from(body, "base64") : body;
			return { kind: "response", body: bytes, atMs };
		}
		case "end": {
			const { pod: _, status, fault, ...end } = fact;
			const details =
				status.details === null
					? undefined
					: Buffer.from(status.details, "base64");
			return {
				...end,
				status: { ...status, details },
				fault: fault === null ? undefined : errorOf(fault),
			};
		}
	}
}

/** Returns whether a fact belongs to the call of that pod. */
export function isOfCall(
	fact: RecordedFact,
	pod: Called["pod"],
): fact is RecordedCallFact {
	switch (fact.kind) {
		case "headers":
		case "response":
		case "types":
		case "end":
			return fact.pod === podKey(pod);
		default:
			return false;
	}
}
