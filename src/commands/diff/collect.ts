import { concurrently } from "../../cli/concurrently.ts";
import { canBeAsked, notAsked } from "../../cli/one-pod.ts";
import { podNameOf } from "../../cli/pod-name.ts";
import { type Access, openerOf, targetsOf } from "../../cli/reach.ts";
import { failureOf } from "../../cli/recording/failure.ts";
import type { Metadata } from "../../grpc/channel.ts";
import { openReflection } from "../../grpc/reflection.ts";
import type { PodTarget } from "../../kubernetes/target.ts";
import { reflectionSource } from "../../schema/reflection/reflection-source.ts";
import {
	type SchemaFact,
	schemaFact,
} from "../../schema/source/schema-fact.ts";
import type { DiffFact, Side } from "./facts.ts";

/** How pods are asked. */
export type SchemaQuestions = {
	readonly metadata: Metadata;
	/** Milliseconds for each question. */
	readonly rpcTimeoutMs: number;
	readonly concurrency: number;
};

/** Asks every pod of a side for its schema. One pod's trouble is a fact about that pod. @throws PluginError when there are no pods */
export async function* collectSchemas(
	side: Side,
	access: Access,
	questions: SchemaQuestions,
): AsyncGenerator<DiffFact, void> {
	const targets = await targetsOf(access);
	for (const target of targets) yield { kind: "target", side, target };
	const open = await openerOf(access);
	yield* concurrently(targets, questions.concurrency, async function* (target) {
		const pod = podNameOf(target.pod);
		try {
			const schema = await schemaOf(target, open, questions, access.signal);
			yield { kind: "schema", side, pod, schema } as const;
		} catch (caught) {
			if (access.signal.aborted) throw caught;
			yield { kind: "failed", side, pod, failure: failureOf(caught) } as const;
		}
	});
}

async function schemaOf(
	target: PodTarget,
	open: Awaited<ReturnType<typeof openerOf>>,
	{ metadata, rpcTimeoutMs }: SchemaQuestions,
	signal: AbortSignal,
): Promise<SchemaFact> {
	if (!canBeAsked(target)) throw notAsked(target);
	const channel = await open(target, signal);
	try {
		const session = openReflection(channel, {
			deadlineMs: rpcTimeoutMs,
			metadata,
			signal,
		});
		try {
			return schemaFact(await reflectionSource(session).everything());
		} finally {
			session.close();
		}
	} finally {
		channel.close();
	}
}
