import type { AnswerFact, ServedFact, WorkloadFact } from "../schema-facts.ts";
import { isFailure, isPodName, isSchemaFact } from "./fact-guards.ts";
import {
	type Guard,
	isEither,
	isListOf,
	isNull,
	isTagged,
	isText,
} from "./guard.ts";

const isAnswerWith = <T>(isValue: Guard<T>): Guard<AnswerFact<T>> =>
	isTagged<AnswerFact<T>>({
		given: { value: isValue },
		refused: { failure: isFailure },
	});

/** Whether a recording's line is a fact of `list` or `describe`. */
export const isServedFact = isTagged<ServedFact>({
	asked: { pod: isEither(isPodName, isNull) },
	services: { answer: isAnswerWith(isListOf(isText)) },
	"schema-of": { symbol: isText, answer: isAnswerWith(isSchemaFact) },
	everything: { answer: isAnswerWith(isSchemaFact) },
	workload: {
		workload: isText,
		namespace: isText,
		answer: isTagged<WorkloadFact["answer"]>({
			given: { pod: isPodName, value: isSchemaFact },
			refused: { failure: isFailure },
		}),
	},
});
