import type {
	V1Container,
	V1ContainerPort,
	V1EnvVar,
} from "@kubernetes/client-node";
import type { Field } from "../field.ts";
import { type ProbeObject, probeAt } from "./probe.ts";

/** The fields that are read of a container in a pod's spec (api/core/v1.Container). */
export type ContainerObject = {
	readonly name: string;
	readonly image?: string | undefined;
	/** For an init container: `Always` makes it a sidecar (KEP-753). */
	readonly restartPolicy?: string | undefined;
	readonly ports?: readonly ContainerPortObject[] | undefined;
	readonly readinessProbe?: ProbeObject | undefined;
	readonly livenessProbe?: ProbeObject | undefined;
	readonly startupProbe?: ProbeObject | undefined;
	/** Read for Istio's proxy only, which keeps there the probes that it answers. */
	readonly env?: readonly EnvVariable[] | undefined;
};

type EnvVariable = {
	readonly name: string;
	readonly value?: string | undefined;
};

export type ContainerPortObject = {
	readonly name?: string | undefined;
	readonly containerPort: number;
	readonly protocol?: string | undefined;
};

/** Reads a container. @throws ShapeError */
export function containerObject(
	container: Field<V1Container>,
): ContainerObject {
	const name = container.text("name") ?? "";
	return {
		name,
		image: container.text("image"),
		restartPolicy: container.text("restartPolicy"),
		ports: container.list("ports").map(containerPort),
		readinessProbe: probeAt(container, "readinessProbe"),
		livenessProbe: probeAt(container, "livenessProbe"),
		startupProbe: probeAt(container, "startupProbe"),
		env:
			name === "istio-proxy"
				? container.list("env").map(envVariable)
				: undefined,
	};
}

const containerPort = (port: Field<V1ContainerPort>): ContainerPortObject => ({
	name: port.text("name"),
	containerPort: port.integer("containerPort") ?? 0,
	protocol: port.text("protocol"),
});

const envVariable = (variable: Field<V1EnvVar>): EnvVariable => ({
	name: variable.text("name") ?? "",
	value: variable.text("value"),
});
