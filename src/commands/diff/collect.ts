import type { Access } from "../../cli/access.ts";
import { concurrently } from "../../cli/concurrently.ts";
import { canBeAsked, notAsked } from "../../cli/one-pod.ts";
import { podNameOf } from "../../cli/pod-name.ts";
import { withPortRemarks } from "../../cli/port-advice.ts";
import { type FailureFact, failureOf } from "../../cli/recording/failure.ts";
import { openerOf, targetsOf } from "../../cli/targets.ts";
import { type SchemaQuestions, wholeSchema } from "../../cli/whole-schema.ts";
import { joinErrors, toPluginError } from "../../errors.ts";
import type { PodTarget } from "../../kubernetes/target.ts";
import {
	GIVE_FILES,
	OR_GIVE_FILES,
} from "../../schema/reflection/reflection-error.ts";
import { schemaFact } from "../../schema/source/schema-fact.ts";
import type { DiffFact, Side } from "./facts.ts";

/** A side, and the access to its pods. */
export type SideAccess = { readonly side: Side; readonly access: Access };

/** Asks every pod of all sides for its schema. A failure of one pod is a fact about it. @throws PluginError of all sides without pods */
export async function* collectSchemas(
	sides: readonly SideAccess[],
	questions: SchemaQuestions,
): AsyncGenerator<DiffFact, void> {
	const found = await Promise.allSettled(
		sides.map(({ access }) =>
			targetsOf(access, "needed", questions.concurrency),
		),
	);
	const error = joinErrors(
		found.flatMap((one) =>
			one.status === "rejected" ? [toPluginError(one.reason)] : [],
		),
	);
	if (error !== undefined) throw error;
	for (const [index, { side, access }] of sides.entries()) {
		const one = found[index];
		if (one?.status === "fulfilled")
			yield* collectSide({ side, access }, one.value, questions);
	}
}

async function* collectSide(
	{ side, access }: SideAccess,
	targets: readonly PodTarget[],
	questions: SchemaQuestions,
): AsyncGenerator<DiffFact, void> {
	for (const target of targets) yield { kind: "target", side, target };
	const open = withPortRemarks(await openerOf(access));
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

/** Replaces the advice to give files: in `diff` files are the other side, and cannot replace a server's answer. */
function ownAdvice(failure: FailureFact): FailureFact {
	const hint = failure.hint
		.filter((line) => line !== GIVE_FILES)
		.map((line) =>
			line.replace(OR_GIVE_FILES, "as diff compares nothing else"),
		);
	return { ...failure, hint };
}
