import { concurrently } from "../../cli/concurrently.ts";
import { canBeAsked, chooseOnePod } from "../../cli/one-pod.ts";
import type { PodName } from "../../cli/pod-name.ts";
import { type Access, openerOf } from "../../cli/reach.ts";
import { type FailureFact, failureOf } from "../../cli/recording/failure.ts";
import { counts } from "../../cli/several-pods.ts";
import type { Metadata } from "../../grpc/channel.ts";
import { openReflection } from "../../grpc/reflection.ts";
import type { PodTarget } from "../../kubernetes/target.ts";
import { reflectionSource } from "../../schema/reflection/reflection-source.ts";
import type { Schema } from "../../schema/schema.ts";

/** What a workload serves, or why that is not known. */
export type WorkloadServices = {
	readonly workload: string;
	readonly namespace: string;
	readonly outcome:
		| {
				readonly kind: "listed";
				readonly pod: PodName;
				readonly schema: Schema;
		  }
		| { readonly kind: "failed"; readonly failure: FailureFact };
};

/** The pods of each workload that may serve, in the order of the workloads' first pods: a Job that is done serves nothing. */
export function byWorkload(
	targets: readonly PodTarget[],
): readonly (readonly PodTarget[])[] {
	return [
		...Map.groupBy(
			targets,
			({ pod }) => `${pod.namespace}/${pod.workload}`,
		).values(),
	].filter((pods) => pods.some(maySpeak));
}

/** Whether a pod can be asked, or is missed where it cannot. */
function maySpeak(target: PodTarget): boolean {
	return canBeAsked(target) || counts(target.pod);
}

/** Asks one pod of every workload what it serves. One workload's trouble hides no other. */
export async function listWorkloads(
	workloads: readonly (readonly PodTarget[])[],
	access: Access,
	questions: {
		readonly metadata: Metadata;
		readonly rpcTimeoutMs: number;
		readonly concurrency: number;
	},
): Promise<readonly WorkloadServices[]> {
	const open = await openerOf(access);
	const found = new Map<readonly PodTarget[], WorkloadServices>();
	const answers = concurrently(
		workloads,
		questions.concurrency,
		async function* (pods) {
			const { workload = "", namespace = "" } = pods[0]?.pod ?? {};
			const outcome = await ask(pods).catch(failed);
			yield { pods, services: { workload, namespace, outcome } };
		},
	);
	for await (const { pods, services } of answers) found.set(pods, services);
	return workloads.flatMap((pods) => found.get(pods) ?? []);

	async function ask(
		pods: readonly PodTarget[],
	): Promise<WorkloadServices["outcome"]> {
		const target = chooseOnePod(pods, undefined);
		const channel = await open(target, access.signal);
		try {
			const session = openReflection(channel, {
				deadlineMs: questions.rpcTimeoutMs,
				metadata: questions.metadata,
				signal: access.signal,
			});
			const schema = await reflectionSource(session).everything();
			session.close();
			return { kind: "listed", pod: target.pod, schema };
		} finally {
			channel.close();
		}
	}

	function failed(caught: unknown): WorkloadServices["outcome"] {
		if (access.signal.aborted) throw caught;
		return { kind: "failed", failure: failureOf(caught) };
	}
}
