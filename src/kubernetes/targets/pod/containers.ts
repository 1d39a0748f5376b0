import type {
	V1Container,
	V1ContainerPort,
	V1ContainerStatus,
	V1Pod,
} from "@kubernetes/client-node";
import type { Container, ContainerPort } from "../../pod.ts";
import { originalProbes } from "./original-probe.ts";
import { probeFrom } from "./probe-from.ts";
import { isKnownSidecar } from "./sidecars.ts";

/** The init containers that keep running beside the others: native sidecars (KEP-753). */
export const restartableInitNames = (pod: V1Pod): ReadonlySet<string> =>
	new Set(
		(pod.spec?.initContainers ?? [])
			.filter(({ restartPolicy }) => restartPolicy === "Always")
			.map(({ name }) => name),
	);

/** The containers that may serve: those of the spec, then native sidecars. */
export function containersOf(pod: V1Pod): readonly Container[] {
	const main = pod.spec?.containers ?? [];
	const restartable = restartableInitNames(pod);
	const native = (pod.spec?.initContainers ?? []).filter(({ name }) =>
		restartable.has(name),
	);
	// A pod of nothing but an envoy is somebody's proxy, and that proxy is its application.
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
	pod: V1Pod,
	container: V1Container,
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

function statusOf(pod: V1Pod, name: string): V1ContainerStatus | undefined {
	const { containerStatuses = [], initContainerStatuses = [] } =
		pod.status ?? {};
	return [...containerStatuses, ...initContainerStatuses].find(
		(each) => each.name === name,
	);
}

const portFrom = (port: V1ContainerPort): ContainerPort => ({
	name: port.name || undefined,
	port: port.containerPort,
	protocol: port.protocol ?? "TCP",
});
