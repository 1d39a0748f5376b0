import { isTrue } from "../../objects/metadata.ts";
import {
	type ContainerState,
	type ContainerStatus,
	isFinished,
	isSidecar,
	type Pod,
} from "../../objects/pod.ts";
import { AGE, ageOf, type Column, NAME, text, wide } from "./column.ts";

/** The columns of `kubectl get pods` (pkg/printers/internalversion printPod). */
export const POD_COLUMNS: readonly Column<Pod>[] = [
	NAME,
	text("Ready", (pod) => readyText(pod)),
	text("Status", (pod) => statusText(pod)),
	text("Restarts", (pod) => restartsText(pod)),
	AGE,
	wide("IP", ({ status }) => status.podIP ?? "<none>"),
	wide("Node", ({ spec }) => spec.nodeName ?? "<none>"),
	wide("Nominated Node", () => "<none>"),
	wide("Readiness Gates", readinessGates),
];

/** Returns the statuses of the containers that READY and RESTARTS count: application containers and sidecars. */
function lasting(pod: Pod): readonly ContainerStatus[] {
	const { initContainers = [] } = pod.spec;
	const sidecars = initContainers.filter(isSidecar).map(({ name }) => name);
	return [
		...(pod.status.initContainerStatuses ?? []).filter(({ name }) =>
			sidecars.includes(name),
		),
		...(pod.status.containerStatuses ?? []),
	];
}

function readyText(pod: Pod): string {
	const { initContainers = [], containers } = pod.spec;
	const total = containers.length + initContainers.filter(isSidecar).length;
	const ready = lasting(pod).filter(
		(container) => container.ready && "running" in container.state,
	).length;
	return `${ready}/${total}`;
}

function statusText(pod: Pod): string {
	const { deletionTimestamp } = pod.metadata;
	if (deletionTimestamp && !isFinished(pod)) return "Terminating";
	return initText(pod) ?? mainText(pod);
}

/** Returns what the pod's initialization waits for; undefined when it is complete. */
function initText(pod: Pod): string | undefined {
	if (isTrue(pod.status.conditions, "Initialized")) return undefined;
	const { initContainers = [] } = pod.spec;
	for (const [index, status] of (
		pod.status.initContainerStatuses ?? []
	).entries()) {
		const { state, started } = status;
		const container = initContainers[index];
		if ("terminated" in state && state.terminated.exitCode === 0) continue;
		if (container && isSidecar(container) && started) continue;
		if ("terminated" in state) return `Init:${state.terminated.reason}`;
		if ("waiting" in state && state.waiting.reason !== "PodInitializing")
			return `Init:${state.waiting.reason}`;
		return `Init:${index}/${initContainers.length}`;
	}
	return undefined;
}

function mainText({ status }: Pod): string {
	const containers = status.containerStatuses ?? [];
	// The first container's reason is shown: printPod goes through the containers backwards and overwrites.
	const reason = containers
		.map(({ state }) => reasonOf(state))
		.find((found) => found !== undefined);
	const running = containers.some(
		({ state, ready }) => ready && "running" in state,
	);
	if (reason === "Completed" && running)
		return isTrue(status.conditions, "Ready") ? "Running" : "NotReady";
	return reason ?? status.reason ?? status.phase;
}

function reasonOf(state: ContainerState): string | undefined {
	if ("waiting" in state) return state.waiting.reason;
	return "terminated" in state ? state.terminated.reason : undefined;
}

function restartsText(pod: Pod): string {
	const initialized = isTrue(pod.status.conditions, "Initialized");
	const containers = initialized
		? lasting(pod)
		: (pod.status.initContainerStatuses ?? []);
	const restarts = containers.reduce(
		(sum, { restartCount }) => sum + restartCount,
		0,
	);
	const last = containers
		.flatMap(({ lastState }) => lastState.terminated?.finishedAt ?? [])
		.sort()
		.at(-1);
	return restarts > 0 && last
		? `${restarts} (${ageOf(last)} ago)`
		: String(restarts);
}

function readinessGates({ spec, status }: Pod): string {
	const gates = spec.readinessGates ?? [];
	if (gates.length === 0) return "<none>";
	const open = gates.filter(({ conditionType }) =>
		isTrue(status.conditions, conditionType),
	);
	return `${open.length}/${gates.length}`;
}
