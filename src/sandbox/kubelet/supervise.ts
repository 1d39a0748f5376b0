import { pause } from "../../abort.ts";
import type { Pod } from "../objects/pod.ts";
import {
	type ContainerRuntime,
	noteExit,
	type Refusal,
	startContainer,
} from "./container.ts";
import { type KubeletContext, MAX_BACKOFF_MS } from "./context.ts";
import type { Exit } from "./process.ts";

/** A container to keep running, and the callbacks of its worker. */
export type Supervision = {
	readonly context: KubeletContext;
	readonly container: ContainerRuntime;
	/** Returns the current object of the pod. */
	readonly pod: () => Pod;
	/** After this aborts nothing is started. */
	readonly signal: AbortSignal;
	/** Called when the state has changed. */
	readonly changed: () => void;
	/** Called when the process runs. Returns the function that stops its probes. */
	readonly running: () => () => void;
	/** Records an event of the container. */
	readonly event: (
		type: "Normal" | "Warning",
		reason: string,
		message: string,
	) => void;
};

/** How long a terminated container stays in that state before it is restarted, as in the kubelet. */
const RESTART_PAUSE_MS = 300;
/** Delay before a container that cannot start is tried again. An image is retried less often than configuration. */
const RETRY_MS = { image: 10_000, config: 2000 };

/** Runs one container until its restart policy ends it or the signal aborts. The caller stops the process. */
export async function superviseContainer(watch: Supervision): Promise<void> {
	const { context, pod, container, signal } = watch;
	let crashes = 0;
	while (!signal.aborted) {
		const refusal = await startContainer(context, pod(), container);
		if (refusal) {
			await waitRefused(watch, refusal);
			continue;
		}
		const startedAt = Date.now();
		const exit = await runOnce(watch);
		if (signal.aborted) return;
		if (!isRestarted(pod(), container, exit)) {
			container.finished = true;
			return;
		}
		const forgiven = Date.now() - startedAt > 2 * MAX_BACKOFF_MS;
		crashes = (forgiven ? 0 : crashes) + (container.killedByProbe ? 0 : 1);
		await betweenRuns(watch, crashes);
	}
}

async function runOnce(watch: Supervision): Promise<Exit> {
	const { container, signal, event } = watch;
	const { process, spec } = container;
	if (!process) return { exitCode: 128 };
	// The pod was deleted while this container waited for its turn to start.
	if (signal.aborted) process.kill();
	event("Normal", "Pulled", pulledText(spec.image));
	event("Normal", "Created", `Created container: ${spec.name}`);
	event("Normal", "Started", `Started container ${spec.name}`);
	const stopProbing = watch.running();
	watch.changed();
	const exit = await process.exited;
	stopProbing();
	noteExit(container, exit);
	// A pod that is being stopped publishes its status once, at the end.
	if (!signal.aborted) watch.changed();
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

/** The kubelet restarts without a delay after a failed probe and after a first crash (pkg/kubelet doBackOff). */
async function betweenRuns(watch: Supervision, crashes: number): Promise<void> {
	const { container, signal } = watch;
	if ("terminated" in container.state)
		container.lastTerminated = container.state.terminated;
	await pause(RESTART_PAUSE_MS, signal);
	if (crashes > 1 && !container.killedByProbe && !signal.aborted)
		await backOff(watch, crashes);
	container.killedByProbe = false;
	container.restartCount++;
}

/** Waits ten seconds, and twice as long after each further crash, up to five minutes. */
async function backOff(watch: Supervision, crashes: number): Promise<void> {
	const { context, container, signal } = watch;
	const delayMs = Math.min(
		context.crashBackoffMs * 2 ** (crashes - 2),
		MAX_BACKOFF_MS,
	);
	const { name } = container.spec;
	const { metadata } = watch.pod();
	const pod = `${metadata.name}_${metadata.namespace}(${metadata.uid})`;
	container.state = {
		waiting: {
			reason: "CrashLoopBackOff",
			message: `back-off ${goDuration(delayMs)} restarting failed container=${name} pod=${pod}`,
		},
	};
	watch.event(
		"Warning",
		"BackOff",
		`Back-off restarting failed container ${name} in pod ${pod}`,
	);
	watch.changed();
	await pause(delayMs, signal);
}

/** Publishes why the container cannot be started, then waits before the next try. */
async function waitRefused(
	watch: Supervision,
	refusal: Refusal,
): Promise<void> {
	watch.container.state = { waiting: refusal };
	if (refusal.reason === "ErrImagePull") return pullBackOff(watch, refusal);
	const { image } = watch.container.spec;
	watch.event("Normal", "Pulled", pulledText(image));
	watch.event("Warning", "Failed", `Error: ${refusal.message}`);
	watch.changed();
	await pause(RETRY_MS.config, watch.signal);
}

async function pullBackOff(
	watch: Supervision,
	refusal: Refusal,
): Promise<void> {
	const { container, signal, event, context } = watch;
	const { image } = container.spec;
	const failure = `Failed to pull image "${image}": ${refusal.message}`;
	event("Normal", "Pulling", `Pulling image "${image}"`);
	event("Warning", "Failed", failure);
	event("Warning", "Failed", "Error: ErrImagePull");
	watch.changed();
	await pause(RESTART_PAUSE_MS, signal);
	const message = `Back-off pulling image "${image}"`;
	container.state = {
		waiting: {
			reason: "ImagePullBackOff",
			message: `${message}: ErrImagePull: ${refusal.message}`,
		},
	};
	event("Normal", "BackOff", message);
	watch.changed();
	await pause(Math.max(RETRY_MS.image, context.crashBackoffMs), signal);
}

function pulledText(image: string): string {
	return `Container image "${image}" already present on machine`;
}

function goDuration(durationMs: number): string {
	const totalSeconds = Math.round(durationMs / 1000);
	const minutes = Math.floor(totalSeconds / 60);
	return minutes > 0 ? `${minutes}m${totalSeconds % 60}s` : `${totalSeconds}s`;
}
