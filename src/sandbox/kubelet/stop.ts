import { aborted } from "../../abort.ts";
import type { Handler } from "../objects/pod.ts";
import type { ContainerRuntime } from "./container.ts";
import { createDeadline, type Deadline } from "./deadline.ts";
import { type CheckTarget, runCheck } from "./probe/check.ts";

/** The minimum grace period after a preStop hook (pkg/kubelet/kuberuntime minimumGracePeriodInSeconds). */
const MINIMUM_MS = 2000;

/** Stops a container's process: preStop hook, SIGTERM, and SIGKILL at the deadline. Resolves when it has ended. */
export async function stopContainer(
	container: ContainerRuntime,
	target: CheckTarget,
	deadline: Deadline,
	onHookFailed: (output: string) => void,
): Promise<void> {
	const { process, spec } = container;
	if (!process) return;
	const preStop = spec.lifecycle?.preStop;
	const term =
		preStop === undefined
			? deadline
			: await runHook(preStop, target, deadline, onHookFailed);
	process.term();
	await Promise.race([process.exited, aborted(term.signal)]);
	process.kill();
	await process.exited;
	if (term !== deadline) term.cancel();
}

/** Runs the hook within the grace period. Returns the deadline for the rest, which is at least two seconds away. */
async function runHook(
	preStop: Handler,
	target: CheckTarget,
	deadline: Deadline,
	onHookFailed: (output: string) => void,
): Promise<Deadline> {
	const outcome = await Promise.race([
		runCheck(preStop, target, deadline.remainingMs()),
		aborted(deadline.signal),
	]);
	if (outcome?.result === "failure") onHookFailed(outcome.output);
	return deadline.remainingMs() >= MINIMUM_MS
		? deadline
		: createDeadline(MINIMUM_MS);
}
