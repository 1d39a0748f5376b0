import { isTrue, timestamp, withCondition } from "../objects/metadata.ts";
import type { Pod } from "../objects/pod.ts";
import { selects } from "../objects/selector.ts";
import type { Job } from "../objects/workloads.ts";
import { isActive, isReady } from "./availability.ts";
import { createPod, deletePod } from "./claim.ts";
import type { ControlPlane } from "./controller.ts";
import { podOwnerController } from "./pod-owner.ts";

const COMPONENT = "job-controller";

/** Runs a Job's pods until enough of them have succeeded or too many have failed (pkg/controller/job). */
export const jobController = podOwnerController("jobs", {
	matches: ({ spec }, { labels }) => selects(spec.selector, labels),
	keep: (plane, job, pods) => {
		const status = statusOf(job, pods);
		if (isEnded(status)) endActive(plane, job, pods);
		else if (!job.spec.suspend) startMissing(plane, job, pods);
		return status;
	},
});

function isEnded({ conditions }: Job["status"]): boolean {
	return isTrue(conditions, "Complete") || isTrue(conditions, "Failed");
}

function startMissing(
	plane: ControlPlane,
	job: Job,
	pods: readonly Pod[],
): void {
	const { parallelism, completions = parallelism, template } = job.spec;
	const active = pods.filter(isActive).length;
	const succeeded = inPhase(pods, "Succeeded");
	const wanted = Math.min(parallelism, completions - succeeded);
	for (let started = active; started < wanted; started++)
		createPod(plane, job, template, { component: COMPONENT });
}

function endActive(plane: ControlPlane, job: Job, pods: readonly Pod[]): void {
	for (const pod of pods.filter(isActive))
		deletePod(plane, job, pod, COMPONENT);
}

function statusOf(job: Job, pods: readonly Pod[]): Job["status"] {
	const { completions = job.spec.parallelism, backoffLimit } = job.spec;
	const succeeded = inPhase(pods, "Succeeded");
	const failed = inPhase(pods, "Failed");
	const counts = {
		active: pods.filter(isActive).length,
		ready: pods.filter((pod) => isActive(pod) && isReady(pod)).length,
		...(succeeded > 0 ? { succeeded } : {}),
		...(failed > 0 ? { failed } : {}),
	};
	const { startTime = timestamp(), conditions = [] } = job.status;
	if (isEnded(job.status)) return { ...job.status, ...counts };
	if (succeeded >= completions)
		return {
			...counts,
			startTime,
			completionTime: timestamp(),
			conditions: withCondition(conditions, {
				type: "Complete",
				status: "True",
				reason: "CompletionsReached",
				message: "Reached expected number of succeeded pods",
			}),
		};
	if (failed > backoffLimit)
		return {
			...counts,
			startTime,
			conditions: withCondition(conditions, {
				type: "Failed",
				status: "True",
				reason: "BackoffLimitExceeded",
				message: "Job has reached the specified backoff limit",
			}),
		};
	return { ...counts, startTime, conditions };
}

function inPhase(pods: readonly Pod[], phase: Pod["status"]["phase"]): number {
	return pods.filter((pod) => pod.status.phase === phase).length;
}
