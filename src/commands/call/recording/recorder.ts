import type { PodName } from "../../../cli/pod-name.ts";
import type { RpcStatus } from "../../../grpc/channel.ts";
import type { Schema } from "../../../schema/schema.ts";
import type { Called } from "../called.ts";
import type { CallFact } from "../facts.ts";
import type { MeasuredCall } from "../repeat/measure-call.ts";
import type { Shown } from "../run-of.ts";
import type { RecordedFact } from "./recorded-facts.ts";

/** Records what a run observes of its calls. */
export type CallRecorder = {
	/** Writes each fact of a call and then passes it on. */
	readonly follow: (
		run: Shown,
		called: Called,
		facts: AsyncIterable<CallFact>,
	) => AsyncGenerator<CallFact, void>;
	/** Writes types that are packed in the messages of a call, if the recording has messages. */
	readonly types: (pod: PodName, types: Schema) => Promise<void>;
	/** Writes a fact about the pods. */
	readonly write: (
		fact: Extract<
			RecordedFact,
			{ kind: "route" | "pods" | "not-called" | "served" | "counted" }
		>,
	) => Promise<void>;
	/** Writes one call of many. */
	readonly count: (pod: PodName, call: MeasuredCall) => Promise<void>;
	/** Returns the message of a failure in the form that may be written. */
	readonly told: (failure: Pick<RpcStatus, "message" | "quoted">) => string;
	/** Writes why the run ended without an answer. An interruption is recorded as such. */
	readonly fail: (caught: unknown) => Promise<void>;
	/** Writes that the run was interrupted. */
	readonly leave: () => Promise<void>;
	readonly close: () => Promise<void>;
};

/** Does `work`, which may keep a call from being made. Its failure is recorded, too. @throws what `work` throws */
export async function failuresTo<T>(
	recorder: CallRecorder | undefined,
	work: () => Promise<T>,
): Promise<T> {
	try {
		return await work();
	} catch (caught) {
		await recorder?.fail(caught);
		throw caught;
	}
}
