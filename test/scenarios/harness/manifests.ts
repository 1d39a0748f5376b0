import type { PodObject } from "../../../src/kubernetes/objects/pod-object.ts";

/** An object for the API, as written in a manifest. */
export type Manifest = {
	readonly apiVersion: string;
	readonly kind: string;
} & Readonly<Record<string, unknown>>;

export type EnvValue =
	| string
	| { readonly secret: string; readonly key: string }
	| { readonly field: string };

/** What differs between workloads of the test server. */
type ServerOptions = {
	readonly replicas?: number;
	/** The test server's settings; a value may come from a Secret or a field of the pod. */
	readonly env?: Readonly<Record<string, EnvValue>>;
	/** Default: a TCP probe of the gRPC port. */
	readonly readiness?:
		| "tcp"
		| "grpc"
		| "none"
		| Readonly<Record<string, unknown>>;
	readonly liveness?: Readonly<Record<string, unknown>>;
	readonly ports?: readonly {
		readonly name: string;
		readonly containerPort: number;
	}[];
	readonly image?: string;
	/** Further fields of the pod's spec. */
	readonly spec?: Readonly<Record<string, unknown>>;
	/** The containers before the server in the pod's spec. */
	readonly before?: readonly Readonly<Record<string, unknown>>[];
};

const IMAGE = "kubectl-grpc.test/user-service:v1";

export type WorkloadKind =
	| "Deployment"
	| "StatefulSet"
	| "DaemonSet"
	| "ReplicaSet"
	| "ReplicationController"
	| "Job";

/** Returns a workload of the test server whose pods have the label `app: NAME`. It has one replica by default. */
export function workload(
	kind: WorkloadKind,
	name: string,
	options: ServerOptions = {},
): Manifest {
	const labels = { app: name };
	const template = { metadata: { labels }, spec: podSpec(options) };
	const metadata = { name };
	const matching = { selector: { matchLabels: labels }, template };
	const replicas = options.replicas ?? 1;
	switch (kind) {
		case "Deployment":
		case "ReplicaSet":
			return {
				apiVersion: "apps/v1",
				kind,
				metadata,
				spec: { replicas, ...matching },
			};
		case "StatefulSet":
			return {
				apiVersion: "apps/v1",
				kind,
				metadata,
				spec: { replicas, serviceName: name, ...matching },
			};
		case "DaemonSet":
			return { apiVersion: "apps/v1", kind, metadata, spec: matching };
		case "ReplicationController":
			return {
				apiVersion: "v1",
				kind,
				metadata,
				spec: { replicas, selector: labels, template },
			};
		case "Job":
			return {
				apiVersion: "batch/v1",
				kind,
				metadata,
				spec: {
					backoffLimit: 0,
					template: {
						...template,
						spec: { ...template.spec, restartPolicy: "Never" },
					},
				},
			};
	}
}

/** Returns a Deployment of the test server. */
export const deployment = (name: string, options: ServerOptions = {}) =>
	workload("Deployment", name, options);

/** Returns a bare pod of the test server. */
export function pod(name: string, options: ServerOptions = {}): Manifest {
	return {
		apiVersion: "v1",
		kind: "Pod",
		metadata: { name, labels: { app: name } },
		spec: podSpec(options),
	};
}

/** Returns a Service of the pods with the label `app: APP`. */
export function service(
	name: string,
	app: string,
	spec: Readonly<Record<string, unknown>>,
): Manifest {
	return {
		apiVersion: "v1",
		kind: "Service",
		metadata: { name },
		spec: { selector: { app }, ...spec },
	};
}

/** Returns hand-made endpoints for a Service without a selector: these pods, with their addresses as they are now. */
export function endpointSlice(
	ofService: string,
	pods: readonly PodObject[],
): Manifest {
	return {
		apiVersion: "discovery.k8s.io/v1",
		kind: "EndpointSlice",
		metadata: {
			name: `${ofService}-written`,
			labels: { "kubernetes.io/service-name": ofService },
		},
		addressType: "IPv4",
		ports: [{ name: "", port: 50051, protocol: "TCP" }],
		endpoints: pods.map(({ metadata, status }) => ({
			addresses: [status?.podIP],
			conditions: { ready: true },
			targetRef: {
				kind: "Pod",
				name: metadata?.name,
				namespace: metadata?.namespace,
			},
		})),
	};
}

/** Returns a kubernetes.io/tls Secret that also holds an authority. */
export function tlsSecret(
	name: string,
	pem: {
		readonly certificate: string;
		readonly key: string;
		readonly ca: string;
	},
): Manifest {
	return {
		apiVersion: "v1",
		kind: "Secret",
		metadata: { name },
		type: "kubernetes.io/tls",
		stringData: {
			"tls.crt": pem.certificate,
			"tls.key": pem.key,
			"ca.crt": pem.ca,
		},
	};
}

function podSpec(options: ServerOptions): Readonly<Record<string, unknown>> {
	return {
		terminationGracePeriodSeconds: 1,
		// Nothing in the pods calls the API. Without a token's volume the pods start sooner.
		automountServiceAccountToken: false,
		...options.spec,
		containers: [...(options.before ?? []), serverContainer(options)],
	};
}

function serverContainer({
	env = {},
	ports,
	readiness = "tcp",
	liveness,
	image = IMAGE,
}: ServerOptions): Readonly<Record<string, unknown>> {
	const podIp = {
		name: "POD_IP",
		valueFrom: { fieldRef: { fieldPath: "status.podIP" } },
	};
	const probe = probeOf(readiness);
	return {
		name: "server",
		image,
		imagePullPolicy: "Never",
		ports: ports ?? [{ name: "grpc", containerPort: 50051 }],
		env: [
			podIp,
			...Object.entries(env).map(([name, value]) => ({
				name,
				...envSource(value),
			})),
		],
		...(probe === undefined
			? {}
			: { readinessProbe: { periodSeconds: 1, ...probe } }),
		...(liveness === undefined ? {} : { livenessProbe: liveness }),
	};
}

function envSource(value: EnvValue): Readonly<Record<string, unknown>> {
	if (typeof value === "string") return { value };
	if ("field" in value)
		return { valueFrom: { fieldRef: { fieldPath: value.field } } };
	return {
		valueFrom: { secretKeyRef: { name: value.secret, key: value.key } },
	};
}

function probeOf(
	readiness: NonNullable<ServerOptions["readiness"]>,
): Readonly<Record<string, unknown>> | undefined {
	switch (readiness) {
		case "none":
			return undefined;
		case "tcp":
			return { tcpSocket: { port: 50051 } };
		case "grpc":
			return { grpc: { port: 50051 } };
		default:
			return readiness;
	}
}
