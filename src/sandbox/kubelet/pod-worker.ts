import type { Socket } from "node:net";
import type { Pod } from "../objects/pod.ts";
import type { ContainerRuntime } from "./container.ts";
import type { KubeletContext } from "./context.ts";
import { aborted } from "./deadline.ts";
import type { Origin } from "./network.ts";
import { expire, finish, killByProbe, terminate } from "./pod-end.ts";
import {
	checkTarget,
	containersOf,
	createPodRun,
	dialPod,
	type PodRun,
	publish,
	recordContainerEvent,
	storedPod,
} from "./pod-run.ts";
import { startProbing } from "./probing.ts";
import { type ContainerHooks, superviseContainer } from "./supervise.ts";

/** One pod on its node: its containers' processes, from creation to the last status. */
export type PodWorker = {
	/** The pod's object changed: deletion is what matters of it. */
	update(pod: Pod): void;
	/** The object is gone without waiting for us (force deletion): so are the processes. */
	abandon(): void;
	/** Connects to a port of the pod. @throws DialError */
	dial(port: number, from: Origin): Promise<Socket>;
	containers(): readonly ContainerRuntime[];
	/** Every container has come as far as it will for now: probed, finished, or waiting to be tried again. */
	isSettled(): boolean;
	/** Every process has ended, none will start. */
	readonly over: Promise<void>;
};

/** Takes a scheduled pod on and runs it. */
export function startPodWorker(
	context: KubeletContext,
	pod: Pod,
	node: PodRun["node"],
): PodWorker {
	const run = createPodRun(context, pod, node);
	const alive = live(run).catch(context.onError);
	const { activeDeadlineSeconds: deadlineSeconds } = pod.spec;
	const expiry =
		deadlineSeconds !== undefined &&
		setTimeout(() => expire(run, alive), deadlineSeconds * 1000);
	return {
		update: (changed) => {
			run.pod = changed;
			if (changed.metadata.deletionTimestamp) void end(run, alive);
		},
		abandon: () => {
			run.stopping.abort();
			run.grace?.cancel();
			for (const { process } of containersOf(run)) process?.kill();
		},
		dial: (port, from) => dialPod(run, port, from),
		containers: () => containersOf(run),
		isSettled: () =>
			run.life === "over" || [...run.mains, ...run.sidecars].every(isSettled),
		over: alive.finally(() => {
			if (expiry) clearTimeout(expiry);
			context.addresses.give(run.podIp);
		}),
	};
}

/** Init containers one after the other (sidecars only until they have started), then all others at once. */
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
	const event: ContainerHooks["event"] = (about, type, reason, message) =>
		recordContainerEvent(run, about, type, reason, message);
	const hooks: ContainerHooks = {
		changed,
		event,
		running: () =>
			startProbing({
				container,
				target: checkTarget(run, container),
				hooks: { changed, event },
				progressed: run.context.progressed,
				kill: (probe, reason) =>
					void killByProbe(run, container, probe, reason),
				isTerminating: () => run.stopping.signal.aborted,
			}),
	};
	return superviseContainer(
		run.context,
		() => storedPod(run) ?? run.pod,
		container,
		hooks,
		run.stopping.signal,
	);
}

/** The pod is being deleted: stop it within its grace, which a further deletion may shorten, then let its object go. */
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

function isSettled(container: ContainerRuntime): boolean {
	if (container.finished) return true;
	if ("waiting" in container.state)
		return /BackOff|Err/.test(container.state.waiting.reason);
	return container.probed;
}

function hasSucceeded({ state }: ContainerRuntime): boolean {
	return "terminated" in state && state.terminated.exitCode === 0;
}
