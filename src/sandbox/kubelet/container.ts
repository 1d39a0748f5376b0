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

/** The longest time that a starting process makes others wait. */
const START_SHARE_MS = 2000;

/** An `init` container ends before the next one starts. A `sidecar` is an init container that keeps running. */
export type ContainerPart = "init" | "sidecar" | "application";

/** The state of one container over all its restarts, and its process while it runs. */
export type ContainerRuntime = {
	readonly spec: Container;
	readonly part: ContainerPart;
	state: ContainerState;
	restartCount: number;
	lastTerminated: Terminated | undefined;
	ready: boolean;
	started: boolean;
	/** Resolves when it has started for the first time and its startup probe, if any, has succeeded. */
	readonly startup: PromiseWithResolvers<void>;
	/** Whether its probes have given a first result, or it has none. */
	probed: boolean;
	/** Whether a probe had its process stopped, so that the next start needs no back-off. */
	killedByProbe: boolean;
	/** Whether it has ended and will not be restarted. */
	finished: boolean;
	containerId: string | undefined;
	imageId: string;
	process: PodProcess | undefined;
	log: ContainerLog;
	previousLog: ContainerLog | undefined;
};

/** Creates the state of a container that has not been started. */
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

/** Why a container cannot be started: the reason of its waiting state and the message of the event. */
export type Refusal = {
	readonly reason: string;
	readonly message: string;
};

/** Starts the container's process in its turn. Returns why that is not possible, otherwise undefined. */
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

/** Records the end of a container's process in its state. */
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

/** Returns the container's part of the pod's status. */
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
