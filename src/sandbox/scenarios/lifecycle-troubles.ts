import { IMAGE, podSpec, server, service } from "./manifest.ts";
import type { Scenario } from "./scenario.ts";

/** `bad-drain` */
export const badDrain: Scenario = {
	manifests: () => [
		...server({
			name: "user-service",
			env: { DRAIN: "abrupt", CALL_DELAY: "1s", METRICS_PORT: "9090" },
		}),
		...server({
			name: "order-service",
			replicas: 1,
			env: { DRAIN: "ignore", METRICS_PORT: "9090" },
		}),
	],
};

/** `sidecar` */
export const sidecar: Scenario = {
	manifests: () =>
		server({
			name: "user-service",
			podSpec: {
				initContainers: [
					{ name: "migrate", image: "registry.example/migrate:1" },
					{
						name: "istio-proxy",
						image: "docker.io/istio/proxyv2:1.29.0",
						restartPolicy: "Always",
						ports: [{ name: "http-envoy-prom", containerPort: 15090 }],
					},
				],
				containers: [
					{ name: "log-shipper", image: "registry.example/log-shipper:1" },
				],
			},
		}),
};

/** `crashloop` */
export const crashloop: Scenario = {
	manifests: () => [
		...server({ name: "user-service", replicas: 2, env: { START: "crash" } }),
		...server({
			name: "order-service",
			replicas: 1,
			image: "kubectl-grpc.test/user-service:missing",
		}),
		{
			apiVersion: "batch/v1",
			kind: "Job",
			metadata: { name: "import-users" },
			spec: {
				template: {
					spec: {
						restartPolicy: "Never",
						containers: [
							{
								name: "import",
								image: IMAGE,
								env: [{ name: "START", value: "complete" }],
							},
						],
					},
				},
			},
		},
	],
};

/** `pending` */
export const pending: Scenario = {
	manifests: () => [
		...server({
			name: "user-service",
			podSpec: { nodeSelector: { disk: "none-has-this" } },
		}),
		...server({ name: "order-service", replicas: 0 }),
	],
};

/** Returns a StatefulSet of the test server behind a headless Service whose port differs from its target port. */
export function statefulServer(name: string, replicas: number) {
	const labels = { app: name };
	const headless = service(name);
	return [
		{
			apiVersion: "apps/v1",
			kind: "StatefulSet",
			metadata: { name, labels },
			spec: {
				replicas,
				serviceName: name,
				podManagementPolicy: "Parallel",
				selector: { matchLabels: labels },
				template: { metadata: { labels }, spec: podSpec({ name }) },
			},
		},
		{
			...headless,
			spec: {
				clusterIP: "None",
				selector: labels,
				ports: [{ name: "grpc", port: 80, targetPort: "grpc" }],
			},
		},
	];
}
