import type { Probe } from "../objects/pod.ts";
import type { ContainerRuntime } from "./container.ts";
import { createDeadline, type Deadline } from "./deadline.ts";
import {
	checkTarget,
	containersOf,
	eventsOf,
	type PodRun,
	publish,
} from "./pod-run.ts";
import { stopContainer } from "./stop.ts";

/** Stops all containers within the grace period: first the applications, then the sidecars in reverse order (KEP-753). */
export async function terminate(
	run: PodRun,
	graceMs: number,
	alive: Promise<void>,
): Promise<void> {
	const deadline = createDeadline(graceMs);
	run.grace = deadline;
	run.stopping.abort();
	for (const container of containersOf(run))
		if (container.process)
			eventsOf(run, container)(
				"Normal",
				"Killing",
				`Stopping container ${container.spec.name}`,
			);
	const applications = containersOf(run).filter(
		({ part }) => part !== "sidecar",
	);
	await Promise.all(
		applications.map((container) => stop(run, container, deadline)),
	);
	await stopSidecars(run, deadline);
	deadline.cancel();
	await alive;
	run.life = "over";
	publish(run);
}

/** Ends a pod whose applications have finished, by stopping its sidecars. */
export async function finish(run: PodRun): Promise<void> {
	run.stopping.abort();
	const { terminationGracePeriodSeconds } = run.pod.spec;
	const deadline = createDeadline(terminationGracePeriodSeconds * 1000);
	await stopSidecars(run, deadline);
	deadline.cancel();
	run.life = "over";
	publish(run);
}

/** Stops one container so that it is restarted, after a failed probe. */
export async function killByProbe(
	run: PodRun,
	container: ContainerRuntime,
	probe: Probe,
	reason: string,
): Promise<void> {
	const message = `Container ${container.spec.name} ${reason}, will be restarted`;
	eventsOf(run, container)("Normal", "Killing", message);
	container.killedByProbe = true;
	const deadline = createDeadline(
		1000 *
			(probe.terminationGracePeriodSeconds ??
				run.pod.spec.terminationGracePeriodSeconds),
	);
	await stop(run, container, deadline);
	deadline.cancel();
}

async function stopSidecars(run: PodRun, deadline: Deadline): Promise<void> {
	for (const sidecar of run.sidecars.toReversed())
		await stop(run, sidecar, deadline);
}

function stop(
	run: PodRun,
	container: ContainerRuntime,
	deadline: Deadline,
): Promise<void> {
	const target = checkTarget(run, container);
	return stopContainer(container, target, deadline, (output) => {
		const event = eventsOf(run, container);
		event("Warning", "FailedPreStopHook", `PreStopHook failed: ${output}`);
	});
}
