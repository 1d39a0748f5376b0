import type {
	ContainerObject,
	ContainerPortObject,
} from "../../objects/container.ts";
import type { ContainerStatusObject } from "../../objects/container-status.ts";
import type { PodObject } from "../../objects/pod-object.ts";
import type { Container, ContainerPort } from "../../pod.ts";
import { originalProbes } from "./original-probe.ts";
import { probeFrom } from "./probe-from.ts";
import { isKnownSidecar } from "./sidecars.ts";

/** Returns the names of the init containers that keep running: native sidecars (KEP-753). */
export const restartableInitNames = (pod: PodObject): ReadonlySet<string> =>
	new Set(
		(pod.spec?.initContainers ?? [])
			.filter(({ restartPolicy }) => restartPolicy === "Always")
			.map(({ name }) => name),
	);

/** Returns the containers that may serve: those of the spec, then native sidecars. */
export function containersOf(pod: PodObject): readonly Container[] {
	const main = pod.spec?.containers ?? [];
	const restartable = restartableInitNames(pod);
	const native = (pod.spec?.initContainers ?? []).filter(({ name }) =>
		restartable.has(name),
	);
	// In a pod that has only an envoy, the envoy is the application.
	const hasApplication = main.some((container) => !isKnownSidecar(container));
	const probes = originalProbes(pod);
	return [
		...main.map((container) =>
			containerFrom(
				pod,
				container,
				probes,
				hasApplication && isKnownSidecar(container) ? "sidecar" : "application",
			),
		),
		...native.map((container) =>
			containerFrom(pod, container, probes, "sidecar"),
		),
	];
}

function containerFrom(
	pod: PodObject,
	container: ContainerObject,
	original: ReturnType<typeof originalProbes>,
	role: Container["role"],
): Container {
	const status = statusOf(pod, container.name);
	return {
		name: container.name,
		image: container.image ?? "",
		imageId: status?.imageID || undefined,
		ports: (container.ports ?? []).map(portFrom),
		readiness: probeFrom(original(container.readinessProbe)),
		liveness: probeFrom(original(container.livenessProbe)),
		startup: probeFrom(original(container.startupProbe)),
		ready: status?.ready ?? false,
		started: status?.started,
		role,
	};
}

function statusOf(
	pod: PodObject,
	name: string,
): ContainerStatusObject | undefined {
	const { containerStatuses = [], initContainerStatuses = [] } =
		pod.status ?? {};
	return [...containerStatuses, ...initContainerStatuses].find(
		(each) => each.name === name,
	);
}

const portFrom = (port: ContainerPortObject): ContainerPort => ({
	name: port.name || undefined,
	port: port.containerPort,
	protocol: port.protocol ?? "TCP",
});
