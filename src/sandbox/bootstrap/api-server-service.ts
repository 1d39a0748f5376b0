import type { Manifest } from "../objects/metadata.ts";

/**
 * Returns `service/kubernetes`, which every cluster has in its default namespace, with its endpoints. It has no selector, so that no
 * controller makes them.
 */
export function apiServerService(port: number): readonly Manifest[] {
	const metadata = { name: "kubernetes", namespace: "default" };
	const labels = { component: "apiserver", provider: "kubernetes" };
	return [
		{
			apiVersion: "v1",
			kind: "Service",
			metadata: { ...metadata, labels },
			spec: {
				clusterIP: "10.96.0.1",
				ports: [{ name: "https", port: 443, targetPort: port }],
			},
		},
		{
			apiVersion: "v1",
			kind: "Endpoints",
			metadata: {
				...metadata,
				labels: { "endpointslice.kubernetes.io/skip-mirror": "true" },
			},
			subsets: [
				{
					addresses: [{ ip: "127.0.0.1" }],
					ports: [{ name: "https", port, protocol: "TCP" }],
				},
			],
		},
		{
			apiVersion: "discovery.k8s.io/v1",
			kind: "EndpointSlice",
			metadata: {
				...metadata,
				labels: { "kubernetes.io/service-name": "kubernetes" },
			},
			addressType: "IPv4",
			endpoints: [{ addresses: ["127.0.0.1"], conditions: { ready: true } }],
			ports: [{ name: "https", port, protocol: "TCP" }],
		},
	];
}
