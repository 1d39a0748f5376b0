import type {
	Condition,
	KubeObject,
	ObjectMeta,
	StringMap,
} from "./metadata.ts";

export type Pod = KubeObject & {
	readonly spec: PodSpec;
	readonly status: PodStatus;
};

export type PodTemplate = {
	readonly metadata?: Partial<ObjectMeta>;
	readonly spec: PodSpec;
};

/** core/v1 PodSpec with its defaults. Fields that the sandbox does not read are kept but have no type here. */
type PodSpec = {
	readonly containers: readonly Container[];
	readonly initContainers?: readonly Container[];
	readonly restartPolicy: "Always" | "OnFailure" | "Never";
	readonly terminationGracePeriodSeconds: number;
	readonly nodeName?: string;
	readonly nodeSelector?: StringMap;
	readonly serviceAccountName?: string;
	readonly hostname?: string;
	readonly subdomain?: string;
	readonly readinessGates?: readonly { readonly conditionType: string }[];
};

export type Container = {
	readonly name: string;
	readonly image: string;
	/** `Always` on an init container makes it a sidecar (KEP-753). */
	readonly restartPolicy?: "Always";
	readonly ports?: readonly ContainerPort[];
	readonly env?: readonly EnvVar[];
	readonly readinessProbe?: Probe;
	readonly livenessProbe?: Probe;
	readonly startupProbe?: Probe;
	readonly lifecycle?: { readonly preStop?: Handler };
};

type ContainerPort = {
	readonly name?: string;
	readonly containerPort: number;
	readonly protocol: string;
};

export type EnvVar = {
	readonly name: string;
	readonly value?: string;
	readonly valueFrom?: {
		readonly secretKeyRef?: KeyRef;
		readonly configMapKeyRef?: KeyRef;
		readonly fieldRef?: { readonly fieldPath: string };
	};
};

export type KeyRef = {
	readonly name: string;
	readonly key: string;
	readonly optional?: boolean;
};

/** The action of a probe or lifecycle hook. Exactly one field is set. */
export type Handler = {
	readonly grpc?: { readonly port: number; readonly service?: string };
	readonly tcpSocket?: { readonly port: number | string };
	readonly httpGet?: {
		readonly path?: string;
		readonly port: number | string;
		readonly scheme?: string;
	};
	readonly exec?: { readonly command: readonly string[] };
	readonly sleep?: { readonly seconds: number };
};

export type Probe = Handler & {
	readonly initialDelaySeconds?: number;
	readonly timeoutSeconds: number;
	readonly periodSeconds: number;
	readonly successThreshold: number;
	readonly failureThreshold: number;
	readonly terminationGracePeriodSeconds?: number;
};

export type PodPhase = "Pending" | "Running" | "Succeeded" | "Failed";

export type PodStatus = {
	readonly observedGeneration?: number;
	readonly phase: PodPhase;
	readonly reason?: string;
	readonly message?: string;
	readonly conditions?: readonly Condition[];
	readonly hostIP?: string;
	readonly hostIPs?: readonly { readonly ip: string }[];
	readonly podIP?: string;
	readonly podIPs?: readonly { readonly ip: string }[];
	readonly startTime?: string;
	readonly initContainerStatuses?: readonly ContainerStatus[];
	readonly containerStatuses?: readonly ContainerStatus[];
};

export type ContainerStatus = {
	readonly name: string;
	readonly image: string;
	readonly imageID: string;
	readonly containerID?: string;
	readonly ready: boolean;
	readonly started: boolean;
	readonly restartCount: number;
	readonly state: ContainerState;
	readonly lastState: { readonly terminated?: Terminated };
};

export type ContainerState =
	| { readonly waiting: { readonly reason: string; readonly message?: string } }
	| { readonly running: { readonly startedAt: string } }
	| { readonly terminated: Terminated };

export type Terminated = {
	readonly exitCode: number;
	readonly reason: string;
	readonly startedAt: string;
	readonly finishedAt: string;
	readonly containerID: string;
};

/** Returns whether an init container keeps running beside the others (KEP-753). */
export function isSidecar(container: Container): boolean {
	return container.restartPolicy === "Always";
}

/** Returns whether the pod is in a final phase. */
export function isFinished(pod: Pod): boolean {
	return pod.status.phase === "Succeeded" || pod.status.phase === "Failed";
}

/** Returns the number of a port. A name is looked up in the containers' ports. */
export function portNumber(
	port: number | string,
	containers: readonly Container[],
): number | undefined {
	if (typeof port === "number") return port;
	for (const container of containers) {
		const named = container.ports?.find(({ name }) => name === port);
		if (named) return named.containerPort;
	}
	return undefined;
}
