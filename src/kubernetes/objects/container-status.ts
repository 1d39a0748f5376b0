import type {
	V1ContainerState,
	V1ContainerStatus,
	V1PodStatus,
} from "@kubernetes/client-node";
import type { Field } from "../field.ts";

/** The fields that are read of a container's status (api/core/v1.ContainerStatus). */
export type ContainerStatusObject = {
	readonly name: string;
	readonly imageID?: string | undefined;
	readonly ready: boolean;
	readonly started?: boolean | undefined;
	readonly restartCount: number;
	readonly state?: ContainerState | undefined;
	readonly lastState?: ContainerState | undefined;
};

/** The state of a container: one of these. A state without any counts as waiting. */
export type ContainerState = {
	readonly running?: object | undefined;
	readonly waiting?: WaitingState | undefined;
	readonly terminated?: TerminatedState | undefined;
};

export type WaitingState = {
	readonly reason?: string | undefined;
	readonly message?: string | undefined;
};

type TerminatedState = {
	readonly exitCode: number;
	readonly signal?: number | undefined;
	readonly reason?: string | undefined;
};

/** Reads one list of statuses from a pod's status; undefined when the kubelet has not reported it. @throws ShapeError */
export const containerStatusesAt = (
	status: Field<V1PodStatus>,
	name: "containerStatuses" | "initContainerStatuses",
): readonly ContainerStatusObject[] | undefined =>
	status.has(name) ? status.list(name).map(containerStatus) : undefined;

const containerStatus = (
	status: Field<V1ContainerStatus>,
): ContainerStatusObject => ({
	name: status.text("name") ?? "",
	imageID: status.text("imageID"),
	ready: status.boolean("ready"),
	started: status.has("started") ? status.boolean("started") : undefined,
	restartCount: status.integer("restartCount") ?? 0,
	state: containerState(status.record("state")),
	lastState: containerState(status.record("lastState")),
});

function containerState(state: Field<V1ContainerState>): ContainerState {
	const waiting = state.record("waiting");
	const terminated = state.record("terminated");
	return {
		running: state.has("running") ? {} : undefined,
		waiting: state.has("waiting")
			? { reason: waiting.text("reason"), message: waiting.text("message") }
			: undefined,
		terminated: state.has("terminated")
			? {
					exitCode: terminated.integer("exitCode") ?? 0,
					signal: terminated.integer("signal"),
					reason: terminated.text("reason"),
				}
			: undefined,
	};
}
