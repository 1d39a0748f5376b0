import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { timestamp } from "../objects/metadata.ts";
import type {
	Container,
	ContainerState,
	ContainerStatus,
	Pod,
	Terminated,
} from "../objects/pod.ts";
import type { KubeletContext } from "./context.ts";
import { ConfigError, environmentOf } from "./environment.ts";
import { findImage, type Image } from "./image.ts";
import { type ContainerLog, createLog } from "./log.ts";
import { type Exit, type PodProcess, startProcess } from "./process.ts";

/** Longest time that a starting process keeps others waiting. */
const START_SHARE_MS = 2000;

/** `init` runs to its end before the others begin; a `sidecar` is an init container that keeps running. */
export type ContainerPart = "init" | "sidecar" | "application";

/** A container of one pod over all its restarts: the state that its status shows, and its process while it runs. */
export type ContainerRuntime = {
	readonly spec: Container;
	readonly part: ContainerPart;
	state: ContainerState;
	restartCount: number;
	lastTerminated: Terminated | undefined;
	ready: boolean;
	started: boolean;
	/** Resolves when it has started for the first time: its startup probe, if any, has succeeded. */
	readonly startup: PromiseWithResolvers<void>;
	/** Its probes have spoken at least once, or it has none. */
	probed: boolean;
	/** A probe has had its process stopped: the next start needs no back-off. */
	killedByProbe: boolean;
	/** It has ended and will not be started again. */
	finished: boolean;
	containerId: string | undefined;
	imageId: string;
	process: PodProcess | undefined;
	log: ContainerLog;
	previousLog: ContainerLog | undefined;
};

/** A container that has not been started. */
export function createContainer(
	spec: Container,
	part: ContainerPart,
	waitingFor: "ContainerCreating" | "PodInitializing",
): ContainerRuntime {
	return {
		spec,
		part,
		state: { waiting: { reason: waitingFor } },
		restartCount: 0,
		lastTerminated: undefined,
		ready: false,
		started: false,
		startup: Promise.withResolvers(),
		probed: false,
		killedByProbe: false,
		finished: false,
		containerId: undefined,
		imageId: "",
		process: undefined,
		log: createLog(),
		previousLog: undefined,
	};
}

/** Why a container cannot be started now: the state it waits in, and the event that tells. */
export type Refusal = {
	readonly reason: string;
	readonly message: string;
};

/** Starts the container's process when its turn has come, or gives why that is not possible. */
export async function startContainer(
	context: KubeletContext,
	pod: Pod,
	container: ContainerRuntime,
): Promise<Refusal | undefined> {
	const image = findImage(container.spec.image, container.part);
	if (image.kind === "missing")
		return { reason: "ErrImagePull", message: image.message };
	let env: Readonly<Record<string, string>>;
	try {
		env = environmentOf(context.store, pod, container.spec);
	} catch (error) {
		if (!(error instanceof ConfigError)) throw error;
		return { reason: "CreateContainerConfigError", message: error.message };
	}
	container.imageId = image.imageId;
	const launched = Promise.withResolvers<void>();
	context.starts
		.pass(async () => {
			const process = launch(context, container, image, {
				HOSTNAME: pod.spec.hostname ?? pod.metadata.name,
				...env,
			});
			launched.resolve();
			if (image.role === "idle") return;
			await Promise.race([
				process.listening,
				process.exited,
				wait(START_SHARE_MS, undefined, { ref: false }),
			]);
		})
		.catch(launched.reject);
	await launched.promise;
	return undefined;
}

function launch(
	context: KubeletContext,
	container: ContainerRuntime,
	{ role }: Extract<Image, { kind: "present" }>,
	env: Readonly<Record<string, string>>,
): PodProcess {
	if (container.containerId) {
		container.previousLog = container.log;
		container.log = createLog();
	}
	const process = startProcess({
		role,
		entry: context.entry,
		compileCache: context.compileCache,
		env,
		onLine: container.log.write,
	});
	container.process = process;
	container.containerId = `containerd://${randomBytes(32).toString("hex")}`;
	container.state = { running: { startedAt: timestamp() } };
	return process;
}

/** Turns a container whose process has ended into a terminated one. */
export function noteExit(
	container: ContainerRuntime,
	{ exitCode }: Exit,
): void {
	const startedAt =
		"running" in container.state
			? container.state.running.startedAt
			: timestamp();
	container.process = undefined;
	container.ready = container.part === "init" && exitCode === 0;
	container.started = false;
	container.log.close();
	container.state = {
		terminated: {
			exitCode,
			reason: exitCode === 0 ? "Completed" : "Error",
			startedAt,
			finishedAt: timestamp(),
			containerID: container.containerId ?? "",
		},
	};
}

/** The container as the pod's status shows it. */
export function statusOf(container: ContainerRuntime): ContainerStatus {
	const { spec, lastTerminated, containerId } = container;
	return {
		name: spec.name,
		image: spec.image,
		imageID: container.imageId,
		...(containerId === undefined ? {} : { containerID: containerId }),
		ready: container.ready,
		started: container.started,
		restartCount: container.restartCount,
		state: container.state,
		lastState: lastTerminated ? { terminated: lastTerminated } : {},
	};
}
