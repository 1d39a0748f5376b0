import type { Manifest } from "../objects/metadata.ts";

export const IMAGE = "kubectl-grpc.test/user-service:v1";
const GRPC_PORT = 50051;

/** The action of a server's readiness probe. */
type ProbeKind = "grpc" | "tcp" | "http" | "none";

type ServerOptions = {
	readonly name: string;
	readonly replicas?: number;
	readonly image?: string;
	/** The test server's variables. A value may come from a Secret or a field of the pod. */
	readonly env?: Readonly<Record<string, EnvValue>>;
	readonly readiness?: ProbeKind;
	/** The port of the readiness probe. Default: the gRPC port. */
	readonly probePort?: number;
	/** Additional fields of the pod's spec. */
	readonly podSpec?: Readonly<Record<string, unknown>>;
};

export type EnvValue =
	| string
	| { readonly secret: string; readonly key: string }
	| { readonly field: string };

/** Returns a Deployment of the test server, by default with three replicas, and its Service. */
export function server(options: ServerOptions): readonly Manifest[] {
	const { name, replicas = 3 } = options;
	const labels = { app: name };
	return [
		{
			apiVersion: "apps/v1",
			kind: "Deployment",
			metadata: { name, labels },
			spec: {
				replicas,
				selector: { matchLabels: labels },
				template: { metadata: { labels }, spec: podSpec(options) },
			},
		},
		service(name),
	];
}

/** Returns a Service for the gRPC port of the pods with the label `app: NAME`. */
export function service(name: string): Manifest {
	return {
		apiVersion: "v1",
		kind: "Service",
		metadata: { name, labels: { app: name } },
		spec: {
			selector: { app: name },
			ports: [
				{
					name: "grpc",
					port: GRPC_PORT,
					targetPort: "grpc",
					appProtocol: "kubernetes.io/h2c",
				},
			],
		},
	};
}

/** Returns the pod spec of a {@link server}. */
export function podSpec(options: ServerOptions): Record<string, unknown> {
	return {
		terminationGracePeriodSeconds: 10,
		...options.podSpec,
		containers: [
			serverContainer(options),
			...[options.podSpec?.["containers"] ?? []].flat(),
		],
	};
}

function serverContainer(options: ServerOptions): Record<string, unknown> {
	const { name, env = {}, readiness = "grpc", probePort = GRPC_PORT } = options;
	const metrics = env["METRICS_PORT"];
	return {
		name,
		image: options.image ?? IMAGE,
		ports: [
			{ name: "grpc", containerPort: GRPC_PORT },
			...(metrics === undefined
				? []
				: [{ name: "metrics", containerPort: Number(metrics) }]),
		],
		...(Object.keys(env).length > 0
			? { env: Object.entries(env).map(envVariable) }
			: {}),
		...(readiness === "none"
			? {}
			: { readinessProbe: probe(readiness, probePort) }),
	};
}

function envVariable([name, value]: [string, EnvValue]) {
	if (typeof value === "string") return { name, value };
	if ("field" in value)
		return { name, valueFrom: { fieldRef: { fieldPath: value.field } } };
	const secretKeyRef = { name: value.secret, key: value.key };
	return { name, valueFrom: { secretKeyRef } };
}

function probe(kind: Exclude<ProbeKind, "none">, port: number) {
	const timing = { periodSeconds: 2, failureThreshold: 1 };
	// One failure is enough here, so a busy machine must not cause it. A gRPC check keeps its short timeout, because some scenarios are
	// about checks that hang.
	const patient = { ...timing, timeoutSeconds: 5 };
	switch (kind) {
		case "grpc":
			return { grpc: { port }, ...timing };
		case "tcp":
			return { tcpSocket: { port }, ...patient };
		case "http":
			return { httpGet: { port, path: "/" }, ...patient };
	}
}
