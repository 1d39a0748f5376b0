import { setTimeout as wait } from "node:timers/promises";
import type { Pod } from "../objects/pod.ts";
import {
	type ContainerRuntime,
	noteExit,
	type Refusal,
	startContainer,
} from "./container.ts";
import { type KubeletContext, MAX_BACKOFF_MS } from "./context.ts";
import type { Exit } from "./process.ts";

/** How the pod worker hears of a container, and takes part in its life. */
export type ContainerHooks = {
	/** The state changed: publish it. */
	changed(): void;
	/** It runs: begin to probe. Gives the way to stop. */
	running(container: ContainerRuntime): () => void;
	event(
		container: ContainerRuntime,
		type: "Normal" | "Warning",
		reason: string,
		message: string,
	): void;
};

/** How long a terminated container is shown as such before it is started again: the kubelet's own pace. */
const RESTART_PAUSE_MS = 300;

/**
 * Runs one container until it has ended for good, by its pod's restart policy, or until `signal` aborts: then nothing is started
 * any more. Stopping the process is the caller's part.
 */
export async function superviseContainer(
	context: KubeletContext,
	pod: () => Pod,
	container: ContainerRuntime,
	hooks: ContainerHooks,
	signal: AbortSignal,
): Promise<void> {
	let crashes = 0;
	while (!signal.aborted) {
		const refusal = await startContainer(context, pod(), container);
		if (refusal) {
			await waitRefused(context, container, refusal, hooks, signal);
			continue;
		}
		const startedAt = Date.now();
		const exit = await runOnce(container, hooks, signal);
		if (!exit || signal.aborted) return;
		if (!isRestarted(pod(), container, exit)) {
			container.finished = true;
			return;
		}
		const forgiven = Date.now() - startedAt > 2 * MAX_BACKOFF_MS;
		crashes = (forgiven ? 0 : crashes) + (container.killedByProbe ? 0 : 1);
		if ("terminated" in container.state)
			container.lastTerminated = container.state.terminated;
		await pause(RESTART_PAUSE_MS, signal);
		// The kubelet starts what it has killed itself anew without waiting.
		if (crashes > 1 && !container.killedByProbe && !signal.aborted)
			await backOff(context, pod(), container, crashes, hooks, signal);
		container.killedByProbe = false;
		container.restartCount++;
	}
}

async function runOnce(
	container: ContainerRuntime,
	hooks: ContainerHooks,
	signal: AbortSignal,
): Promise<Exit | undefined> {
	const { process, spec } = container;
	if (!process) return undefined;
	// The pod was deleted while this one waited for its turn to start.
	if (signal.aborted) process.kill();
	hooks.event(container, "Normal", "Pulled", pulledText(spec.image));
	hooks.event(
		container,
		"Normal",
		"Created",
		`Created container: ${spec.name}`,
	);
	hooks.event(container, "Normal", "Started", `Started container ${spec.name}`);
	const stopProbing = hooks.running(container);
	hooks.changed();
	const exit = await process.exited;
	stopProbing();
	noteExit(container, exit);
	// A pod that is ending says so once, when all its containers have ended.
	if (!signal.aborted) hooks.changed();
	return exit;
}

function isRestarted(
	{ spec }: Pod,
	{ part }: ContainerRuntime,
	{ exitCode }: Exit,
): boolean {
	if (part === "sidecar") return true;
	switch (spec.restartPolicy) {
		case "Never":
			return false;
		case "OnFailure":
			return exitCode !== 0;
		case "Always":
			return part !== "init" || exitCode !== 0;
	}
}

/** The first restart comes at once; then 10 s, doubling to five minutes (pkg/kubelet doBackOff). */
async function backOff(
	context: KubeletContext,
	{ metadata }: Pod,
	container: ContainerRuntime,
	crashes: number,
	hooks: ContainerHooks,
	signal: AbortSignal,
): Promise<void> {
	const delayMs = Math.min(
		context.crashBackoffMs * 2 ** (crashes - 2),
		MAX_BACKOFF_MS,
	);
	const { name } = container.spec;
	const full = `${metadata.name}_${metadata.namespace}(${metadata.uid})`;
	container.state = {
		waiting: {
			reason: "CrashLoopBackOff",
			message: `back-off ${goDuration(delayMs)} restarting failed container=${name} pod=${full}`,
		},
	};
	hooks.event(
		container,
		"Warning",
		"BackOff",
		`Back-off restarting failed container ${name} in pod ${full}`,
	);
	hooks.changed();
	await pause(delayMs, signal);
}

/** How often a container that cannot start is tried again: an image is pulled more rarely than configuration is looked for. */
const RETRY_MS = { image: 10_000, config: 2000 };

async function waitRefused(
	context: KubeletContext,
	container: ContainerRuntime,
	refusal: Refusal,
	hooks: ContainerHooks,
	signal: AbortSignal,
): Promise<void> {
	const { image } = container.spec;
	const isImage = refusal.reason === "ErrImagePull";
	container.state = { waiting: refusal };
	container.probed = true;
	if (isImage) {
		hooks.event(container, "Normal", "Pulling", `Pulling image "${image}"`);
		hooks.event(
			container,
			"Warning",
			"Failed",
			`Failed to pull image "${image}": ${refusal.message}`,
		);
		hooks.event(container, "Warning", "Failed", "Error: ErrImagePull");
	} else {
		hooks.event(container, "Normal", "Pulled", pulledText(image));
		hooks.event(container, "Warning", "Failed", `Error: ${refusal.message}`);
	}
	hooks.changed();
	if (!isImage) return pause(RETRY_MS.config, signal);
	await pause(RESTART_PAUSE_MS, signal);
	container.state = {
		waiting: {
			reason: "ImagePullBackOff",
			message: `Back-off pulling image "${image}": ErrImagePull: ${refusal.message}`,
		},
	};
	hooks.event(
		container,
		"Normal",
		"BackOff",
		`Back-off pulling image "${image}"`,
	);
	hooks.changed();
	await pause(Math.max(RETRY_MS.image, context.crashBackoffMs), signal);
}

function pulledText(image: string): string {
	return `Container image "${image}" already present on machine`;
}

/** Waits, but not beyond the signal. */
async function pause(delayMs: number, signal: AbortSignal): Promise<void> {
	await wait(delayMs, undefined, { signal }).catch(() => {});
}

function goDuration(durationMs: number): string {
	const totalSeconds = Math.round(durationMs / 1000);
	const minutes = Math.floor(totalSeconds / 60);
	return minutes > 0 ? `${minutes}m${totalSeconds % 60}s` : `${totalSeconds}s`;
}
