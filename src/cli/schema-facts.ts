import type { SchemaFact } from "../schema/source/schema-fact.ts";
import type { PodName } from "./pod-name.ts";
import type { FailureFact } from "./recording/failure.ts";

/** The answer of a source: the requested value, or the reason why there is none. */
export type AnswerFact<T> =
	| { readonly kind: "given"; readonly value: T }
	| { readonly kind: "refused"; readonly failure: FailureFact };

/** A fact about the one schema that a run reads. Plain JSON. */
export type AskedFact =
	/** Null: the schema comes from files. */
	| { readonly kind: "asked"; readonly pod: PodName | null }
	| {
			readonly kind: "services";
			readonly answer: AnswerFact<readonly string[]>;
	  }
	| {
			readonly kind: "schema-of";
			readonly symbol: string;
			readonly answer: AnswerFact<SchemaFact>;
	  }
	| { readonly kind: "everything"; readonly answer: AnswerFact<SchemaFact> };

/** A fact about one workload of a run that asks all of them. Plain JSON. */
export type WorkloadFact = {
	readonly kind: "workload";
	readonly workload: string;
	readonly namespace: string;
	readonly answer:
		| {
				readonly kind: "given";
				readonly pod: PodName;
				readonly value: SchemaFact;
		  }
		| { readonly kind: "refused"; readonly failure: FailureFact };
};

/** A fact of `list` or `describe`, about one pod, files, or every workload. */
export type ServedFact = AskedFact | WorkloadFact;
