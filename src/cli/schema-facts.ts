import type { SchemaFact } from "../schema/source/schema-fact.ts";
import type { PodName } from "./pod-name.ts";
import type { FailureFact } from "./recording/failure.ts";

/** What a source said: what was asked for, or why it has none of that. */
export type AnswerFact<T> =
	| { readonly kind: "given"; readonly value: T }
	| { readonly kind: "refused"; readonly failure: FailureFact };

/** What is seen of the one schema that a run reads. Plain JSON. */
export type AskedFact =
	/** Null: files were read. */
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

/** What is seen of a workload where all of them are asked. Plain JSON. */
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

/** What `list` and `describe` see: of one pod or of files, or of every workload. */
export type ServedFact = AskedFact | WorkloadFact;
