import { concurrently } from "../../cli/concurrently.ts";
import { canBeAsked, notAsked } from "../../cli/one-pod.ts";
import { podNameOf } from "../../cli/pod-name.ts";
import { remarkingPorts } from "../../cli/port-advice.ts";
import { type Access, openerOf, targetsOf } from "../../cli/reach.ts";
import { type FailureFact, failureOf } from "../../cli/recording/failure.ts";
import { type SchemaQuestions, wholeSchema } from "../../cli/whole-schema.ts";
import {
	GIVE_FILES,
	OR_GIVE_FILES,
} from "../../schema/reflection/reflection-error.ts";
import { schemaFact } from "../../schema/source/schema-fact.ts";
import type { DiffFact, Side } from "./facts.ts";

/** Asks every pod of a side for its schema. One pod's trouble is a fact about that pod. @throws PluginError when there are no pods */
export async function* collectSchemas(
	side: Side,
	access: Access,
	questions: SchemaQuestions,
): AsyncGenerator<DiffFact, void> {
	const targets = await targetsOf(access, "needed", questions.concurrency);
	for (const target of targets) yield { kind: "target", side, target };
	const open = remarkingPorts(await openerOf(access));
	yield* concurrently(targets, questions.concurrency, async function* (target) {
		const pod = podNameOf(target.pod);
		try {
			if (!canBeAsked(target)) throw notAsked(target);
			const read = await wholeSchema(target, open, questions, access.signal);
			yield { kind: "schema", side, pod, schema: schemaFact(read) } as const;
		} catch (caught) {
			if (access.signal.aborted) throw caught;
			const failure = ownAdvice(failureOf(caught));
			yield { kind: "failed", side, pod, failure } as const;
		}
	});
}

/** Files are the other side of a comparison, and stand in for no server. */
function ownAdvice(failure: FailureFact): FailureFact {
	const hint = failure.hint
		.filter((line) => line !== GIVE_FILES)
		.map((line) =>
			line.replace(OR_GIVE_FILES, "as diff compares nothing else"),
		);
	return { ...failure, hint };
}
