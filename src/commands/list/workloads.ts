import { untilAborted } from "../../abort.ts";
import type { Access } from "../../cli/access.ts";
import { concurrently } from "../../cli/concurrently.ts";
import { canBeAsked, chooseOnePod } from "../../cli/one-pod.ts";
import type { PodName } from "../../cli/pod-name.ts";
import { withPortRemarks } from "../../cli/port-advice.ts";
import { type FailureFact, failureOf } from "../../cli/recording/failure.ts";
import { openerOf } from "../../cli/targets.ts";
import { type SchemaQuestions, wholeSchema } from "../../cli/whole-schema.ts";
import { isExpectedToServe } from "../../kubernetes/expected.ts";
import type { PodTarget } from "../../kubernetes/target.ts";
import type { Schema, SchemaSource } from "../../schema/schema.ts";
import { completedBy } from "../../schema/source/mixed-source.ts";

type Listing = {
	/** Files that describe the services which a server lists without a description. */
	readonly files: SchemaSource | undefined;
	/** Takes the number of workloads that are done. */
	readonly onListed: (done: number) => void;
};

/** The services of a workload, or why they are not known. */
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

/** Groups pods by workload, in the order of first pods. It leaves out a workload that can serve nothing, such as a finished Job. */
export function byWorkload(
	targets: readonly PodTarget[],
): readonly (readonly PodTarget[])[] {
	return [
		...Map.groupBy(
			targets,
			({ pod }) => `${pod.namespace}/${pod.workload}`,
		).values(),
	].filter((pods) => pods.some(canServe));
}

/** Whether a pod can be asked, or counts as failed where it cannot. */
function canServe(target: PodTarget): boolean {
	return canBeAsked(target) || isExpectedToServe(target.pod);
}

/** Asks one pod of every workload for its services. A failure of one workload does not affect the others. */
export async function listWorkloads(
	workloads: readonly (readonly PodTarget[])[],
	access: Access,
	questions: SchemaQuestions,
	{ files, onListed }: Listing,
): Promise<readonly WorkloadServices[]> {
	const open = withPortRemarks(await openerOf(access));
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
	onListed(0);
	for await (const { pods, services } of answers) {
		found.set(pods, services);
		onListed(found.size);
	}
	return workloads.flatMap((pods) => found.get(pods) ?? []);

	async function ask(
		pods: readonly PodTarget[],
	): Promise<WorkloadServices["outcome"]> {
		const target = chooseOnePod(pods, undefined);
		const read = await wholeSchema(target, open, questions, access.signal);
		const schema =
			files === undefined
				? read
				: await untilAborted(completedBy(read, [files]), access.signal);
		return { kind: "listed", pod: target.pod, schema };
	}

	function failed(caught: unknown): WorkloadServices["outcome"] {
		if (access.signal.aborted) throw caught;
		const failure = failureOf(caught);
		// Files describe one workload. They cannot tell what each of several workloads serves.
		const hint =
			files !== undefined && failure.code === "schema"
				? ["name the workload that the files are of, to list it by them"]
				: failure.hint;
		return { kind: "failed", failure: { ...failure, hint } };
	}
}
