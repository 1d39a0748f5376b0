import type { PodName } from "../../../cli/pod-name.ts";
import type { PluginError } from "../../../errors.ts";
import type { Schema } from "../../../schema/schema.ts";
import type { Called } from "../called.ts";
import type { CallFact } from "../facts.ts";
import type { MeasuredCall } from "../repeat/measure-call.ts";
import type { Shown } from "../run-of.ts";
import type { RecordedFact } from "./recorded-facts.ts";

/** Writes down what a run sees of its calls. */
export type CallRecorder = {
	/** Passes the facts of a call on, each written. */
	readonly follow: (
		run: Shown,
		called: Called,
		facts: AsyncIterable<CallFact>,
	) => AsyncGenerator<CallFact, void>;
	/** Writes types of what is packed in the messages of a call, where these are written. */
	readonly types: (pod: PodName, types: Schema) => Promise<void>;
	/** Writes what is known of pods. */
	readonly write: (
		fact: Extract<
			RecordedFact,
			{ kind: "route" | "pods" | "not-called" | "served" | "counted" }
		>,
	) => Promise<void>;
	/** Writes one call out of many. */
	readonly count: (pod: PodName, call: MeasuredCall) => Promise<void>;
	/** Gives what a failure says as it may be written. */
	readonly told: (failure: Pick<PluginError, "message" | "quoted">) => string;
	/** Writes why the run ended without an answer, an interruption included. */
	readonly fail: (caught: unknown) => Promise<void>;
	/** Writes that the run was interrupted. */
	readonly leave: () => Promise<void>;
	readonly close: () => Promise<void>;
};

/** Does what may keep a call from being made: its failure is a fact of the run, too. @throws what `work` throws */
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
