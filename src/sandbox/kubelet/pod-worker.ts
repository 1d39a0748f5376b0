import type { Socket } from "node:net";
import { aborted } from "../../abort.ts";
import type { Pod } from "../objects/pod.ts";
import type { ContainerRuntime } from "./container.ts";
import type { KubeletContext } from "./context.ts";
import type { Origin } from "./network.ts";
import { finish, killByProbe, terminate } from "./pod-end.ts";
import {
	checkTarget,
	containersOf,
	createPodRun,
	dialPod,
	eventsOf,
	type PodRun,
	publish,
	storedPod,
} from "./pod-run.ts";
import { startProbing } from "./probing.ts";
import { superviseContainer } from "./supervise.ts";

/** The worker of one pod on its node. It runs the containers' processes and writes the pod's status. */
export type PodWorker = {
	/** Receives the changed object. Only its deletion matters. */
	update(pod: Pod): void;
	/** Kills the processes of a pod whose object was removed at once (force deletion). */
	abandon(): void;
	/** Connects to a port of the pod. @throws DialError */
	dial(port: number, from: Origin): Promise<Socket>;
	containers(): readonly ContainerRuntime[];
	/** Returns whether every container is stable: probed, finished, or waiting to be tried again. */
	isSettled(): boolean;
	/** Resolves when every process has ended and none will start. */
	readonly over: Promise<void>;
};

/** Runs a scheduled pod. */
export function startPodWorker(
	context: KubeletContext,
	pod: Pod,
	node: PodRun["node"],
): PodWorker {
	const run = createPodRun(context, pod, node);
	const alive = live(run).catch(context.onError);
	return {
		update: (changed) => {
			run.pod = changed;
			if (changed.metadata.deletionTimestamp)
				end(run, alive).catch(context.onError);
		},
		abandon: () => {
			run.stopping.abort();
			run.grace?.cancel();
			for (const { process } of containersOf(run)) process?.kill();
		},
		dial: (port, from) => dialPod(run, port, from),
		containers: () => containersOf(run),
		isSettled: () => isSettled(run),
		over: alive.finally(() => context.addresses.give(run.podIp)),
	};
}

/** Runs the init containers one after the other, waiting only for the start of a sidecar, then all application containers at once. */
async function live(run: PodRun): Promise<void> {
	publish(run);
	const { signal } = run.stopping;
	const companions: Promise<void>[] = [];
	for (const container of run.inits) {
		const supervised = supervise(run, container);
		if (container.part === "sidecar") {
			companions.push(supervised);
			await Promise.race([container.startup.promise, aborted(signal)]);
		} else {
			await supervised;
			if (!signal.aborted && !hasSucceeded(container)) await finish(run);
		}
		if (signal.aborted) break;
	}
	if (!signal.aborted) {
		await Promise.all(run.mains.map((container) => supervise(run, container)));
		if (!signal.aborted) await finish(run);
	}
	await Promise.all(companions);
}

function supervise(run: PodRun, container: ContainerRuntime): Promise<void> {
	const changed = () => publish(run);
	const event = eventsOf(run, container);
	return superviseContainer({
		context: run.context,
		container,
		pod: () => storedPod(run) ?? run.pod,
		signal: run.stopping.signal,
		changed,
		event,
		running: () =>
			startProbing({
				container,
				target: checkTarget(run, container),
				changed,
				event,
				progressed: run.context.progressed,
				kill: (probe, reason) => {
					killByProbe(run, container, probe, reason).catch(run.context.onError);
				},
				isTerminating: () => run.stopping.signal.aborted,
			}),
	});
}

/** Stops a deleted pod within its grace period, which a second deletion may shorten, then removes its object. */
async function end(run: PodRun, alive: Promise<void>): Promise<void> {
	const graceMs = (run.pod.metadata.deletionGracePeriodSeconds ?? 0) * 1000;
	if (run.grace) {
		run.grace.shorten(graceMs);
		return;
	}
	await terminate(run, graceMs, alive);
	const stored = storedPod(run);
	if (stored) run.context.registry.removePod(stored);
}

/** An init container that waits to be tried again makes those after it wait too. */
function isSettled({ life, inits, mains, sidecars }: PodRun): boolean {
	return (
		life === "over" ||
		inits.some(isHeldUp) ||
		[...mains, ...sidecars].every(
			(container) =>
				container.finished ||
				isHeldUp(container) ||
				("running" in container.state && container.probed),
		)
	);
}

function isHeldUp({ state }: ContainerRuntime): boolean {
	return "waiting" in state && /BackOff|Err/.test(state.waiting.reason);
}

function hasSucceeded({ state }: ContainerRuntime): boolean {
	return "terminated" in state && state.terminated.exitCode === 0;
}
