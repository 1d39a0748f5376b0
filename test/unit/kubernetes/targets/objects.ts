import type {
	ContainerObject,
	ContainerPortObject,
} from "../../../../src/kubernetes/objects/container.ts";
import type { ContainerStatusObject } from "../../../../src/kubernetes/objects/container-status.ts";
import type { SliceObject } from "../../../../src/kubernetes/objects/endpoint-slice.ts";
import type {
	ObjectMeta,
	OwnerReference,
} from "../../../../src/kubernetes/objects/metadata.ts";
import type {
	PodObject,
	PodSpec,
	PodStatus,
} from "../../../../src/kubernetes/objects/pod-object.ts";
import type {
	ServiceObject,
	ServiceSpec,
} from "../../../../src/kubernetes/objects/service-object.ts";
import type { LabelSelector } from "../../../../src/kubernetes/objects/workload-object.ts";
import type { FakeObject } from "./fake-api.ts";

/** Returns a running pod of namespace shop, with a test's changes. */
export function pod(
	name: string,
	changes: {
		readonly labels?: Record<string, string>;
		readonly namespace?: string;
		readonly uid?: string;
		readonly owner?: OwnerReference;
		readonly spec?: Partial<PodSpec>;
		readonly status?: Partial<PodStatus>;
		readonly metadata?: ObjectMeta;
	} = {},
): PodObject & FakeObject {
	const { labels = {}, namespace = "shop", owner } = changes;
	const containers = changes.spec?.containers ?? [server()];
	return {
		apiVersion: "v1",
		kind: "Pod",
		metadata: {
			name,
			namespace,
			uid: changes.uid ?? `uid-of-${name}`,
			labels,
			creationTimestamp: "2026-01-01T00:00:00.000Z",
			...(owner === undefined ? {} : { ownerReferences: [owner] }),
			...changes.metadata,
		},
		spec: { nodeName: "node-1", ...changes.spec, containers },
		status: {
			phase: "Running",
			podIP: "10.0.0.1",
			conditions: [{ type: "Ready", status: "True" }],
			containerStatuses: containers.map(({ name }) => status(name)),
			...changes.status,
		},
	};
}

/** Returns the object as one that is being deleted. */
export const terminating = <Object extends FakeObject>(
	object: Object,
): Object => ({
	...object,
	metadata: {
		...object.metadata,
		deletionTimestamp: "2026-01-01T00:00:00Z",
		deletionGracePeriodSeconds: 30,
	},
});

/** Returns a container of the application. Its port is called grpc by default. */
export const server = (
	changes: Partial<ContainerObject> = {},
): ContainerObject => ({
	name: "server",
	image: "registry.example/user-service:1",
	ports: [port(50051, "grpc")],
	...changes,
});

/** Returns a TCP port of a container. */
export const port = (
	containerPort: number,
	name?: string,
	protocol = "TCP",
): ContainerPortObject => ({
	containerPort,
	protocol,
	...(name === undefined ? {} : { name }),
});

/** Returns the status of a container that runs and is ready. */
export const status = (
	name: string,
	changes: Partial<ContainerStatusObject> = {},
): ContainerStatusObject => ({
	name,
	imageID: "registry.example/user-service@sha256:00",
	ready: true,
	restartCount: 0,
	state: { running: {} },
	...changes,
});

/** Returns the reference of a pod to its controller. */
export const owner = (kind: string, name: string): OwnerReference => ({
	kind,
	name,
	uid: `uid-of-${name}`,
	controller: true,
});

/** Returns a pod that Deployment `deployment` made through a ReplicaSet, with `app` as its label. */
export const replica = (
	deployment: string,
	suffix: string,
	changes: Parameters<typeof pod>[1] = {},
) =>
	pod(`${deployment}-5d4f8b-${suffix}`, {
		owner: owner("ReplicaSet", `${deployment}-5d4f8b`),
		...changes,
		labels: {
			app: deployment,
			"pod-template-hash": "5d4f8b",
			...changes.labels,
		},
	});

/** Returns a workload of namespace shop that selects by `app`. */
export const workload = (
	kind: string,
	name: string,
	spec: {
		readonly selector?: LabelSelector | Record<string, string>;
		readonly replicas?: number;
	} = {},
	apiVersion = "apps/v1",
): FakeObject & { readonly spec: object } => ({
	apiVersion,
	kind,
	metadata: meta(name),
	spec: { selector: { matchLabels: { app: name } }, ...spec },
});

/** The namespace of the objects. */
export const NAMESPACE = {
	kind: "Namespace",
	metadata: { name: "shop" },
} as const;

/** Returns a Service of namespace shop that selects by `app` and has one port, 80 to `grpc`. */
export const service = (
	name: string,
	spec: ServiceSpec = {},
): ServiceObject & FakeObject => ({
	apiVersion: "v1",
	kind: "Service",
	metadata: meta(name),
	spec: {
		clusterIP: "10.96.0.1",
		selector: { app: name },
		ports: [{ port: 80, targetPort: "grpc" }],
		...spec,
	},
});

/** Returns an EndpointSlice of a Service, with these endpoints on these ports. */
export const endpointSlice = (
	ofService: string,
	endpoints: SliceObject["endpoints"] & object,
	ports: SliceObject["ports"] & object = [{ port: 50051 }],
): SliceObject & FakeObject => ({
	apiVersion: "discovery.k8s.io/v1",
	kind: "EndpointSlice",
	addressType: "IPv4",
	metadata: {
		...meta(`${ofService}-slice`),
		labels: { "kubernetes.io/service-name": ofService },
	},
	endpoints,
	ports,
});

const meta = (name: string) => ({
	name,
	namespace: "shop",
	uid: `uid-of-${name}`,
});
