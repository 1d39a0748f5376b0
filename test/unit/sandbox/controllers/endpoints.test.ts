import { describe, expect, test } from "vitest";
import type { Pod } from "../../../../src/sandbox/objects/pod.ts";
import { type FakeCluster, fakeCluster, template } from "../fake-kubelet.ts";

const labels = { app: "x" };

function service(spec: object = {}) {
	return {
		apiVersion: "v1",
		kind: "Service",
		metadata: { name: "x" },
		spec: {
			selector: labels,
			ports: [
				{
					name: "grpc",
					port: 80,
					targetPort: "grpc",
					appProtocol: "kubernetes.io/h2c",
				},
			],
			...spec,
		},
	};
}

function replicas(count: number, port = 50051, name = "x") {
	const containers = [
		{ name: "c", image: "i", ports: [{ name: "grpc", containerPort: port }] },
	];
	return {
		apiVersion: "apps/v1",
		kind: "ReplicaSet",
		metadata: { name },
		spec: {
			replicas: count,
			selector: { matchLabels: { ...labels, set: name } },
			template: template({ ...labels, set: name }, "i", { containers }),
		},
	};
}

function slices(cluster: FakeCluster) {
	return cluster.store
		.list("endpointslices", "default")
		.filter(
			({ metadata }) => metadata.labels?.["kubernetes.io/service-name"] === "x",
		);
}

function conditions(cluster: FakeCluster) {
	return slices(cluster)
		.flatMap(({ endpoints }) => endpoints ?? [])
		.map((endpoint) => endpoint.conditions);
}

function markDeleted(cluster: FakeCluster, pod: Pod | undefined): void {
	cluster.registry.delete("pods", pod?.metadata.name ?? "", "default");
}

describe("endpoint slices", () => {
	test("name pods, nodes and the port behind the target's name", async () => {
		const cluster = fakeCluster();
		cluster.create(service(), replicas(2));
		await cluster.quiet();
		const [slice] = slices(cluster);
		expect(slice?.ports).toEqual([
			{
				name: "grpc",
				port: 50051,
				protocol: "TCP",
				appProtocol: "kubernetes.io/h2c",
			},
		]);
		const [pod] = cluster.pods();
		expect(slice?.endpoints).toHaveLength(2);
		expect(slice?.endpoints).toContainEqual({
			addresses: [pod?.status.podIP],
			conditions: { ready: true, serving: true, terminating: false },
			nodeName: pod?.spec.nodeName,
			targetRef: {
				kind: "Pod",
				namespace: "default",
				name: pod?.metadata.name,
				uid: pod?.metadata.uid,
			},
		});
	});

	test("say what a terminating pod still does (KEP-1672)", async () => {
		const cluster = fakeCluster({ deletion: "manual" });
		cluster.create(service(), replicas(1));
		await cluster.quiet();
		markDeleted(cluster, cluster.pods()[0]);
		await cluster.quiet();
		expect(conditions(cluster)).toContainEqual({
			ready: false,
			serving: true,
			terminating: true,
		});
	});

	test.each([
		[false, { ready: false, serving: false, terminating: false }],
		[true, { ready: true, serving: true, terminating: false }],
	])(
		"publishNotReadyAddresses %s",
		async (publishNotReadyAddresses, expected) => {
			const cluster = fakeCluster({ fate: () => "not-ready" });
			cluster.create(service({ publishNotReadyAddresses }), replicas(1));
			await cluster.quiet();
			expect(conditions(cluster)).toEqual([expected]);
		},
	);

	test("are apart for pods whose ports differ, and full at a hundred", async () => {
		const cluster = fakeCluster();
		cluster.create(service(), replicas(1), replicas(101, 50052, "y"));
		await cluster.quiet();
		const sizes = slices(cluster).map(({ ports, endpoints }) => [
			ports?.[0]?.port,
			endpoints?.length,
		]);
		expect(sizes.toSorted()).toEqual([
			[50051, 1],
			[50052, 1],
			[50052, 100],
		]);
	});

	test("belong to their Service, and go with it", async () => {
		const cluster = fakeCluster();
		cluster.create(service({ clusterIP: "None" }), replicas(1));
		await cluster.quiet();
		expect(slices(cluster)[0]?.metadata.labels).toHaveProperty(
			"service.kubernetes.io/headless",
		);
		cluster.registry.delete("services", "x", "default");
		await cluster.quiet();
		expect(slices(cluster)).toEqual([]);
		expect(cluster.store.get("endpoints", "x", "default")).toBeUndefined();
	});

	test("Endpoints keep ready and unready apart, and leave terminating ones out", async () => {
		let pods = 0;
		const cluster = fakeCluster({
			deletion: "manual",
			fate: () => (pods++ === 0 ? "not-ready" : "ready"),
		});
		cluster.create(service(), replicas(3));
		await cluster.quiet();
		const subset = () =>
			cluster.store.get("endpoints", "x", "default")?.subsets?.[0];
		expect(subset()?.addresses).toHaveLength(2);
		expect(subset()?.notReadyAddresses).toHaveLength(1);
		const leaving = cluster
			.pods()
			.find((pod) => pod.status.conditions?.[0]?.status === "True");
		markDeleted(cluster, leaving);
		await cluster.quiet();
		const ips = [
			...(subset()?.addresses ?? []),
			...(subset()?.notReadyAddresses ?? []),
		].map(({ ip }) => ip);
		expect(ips).not.toContain(leaving?.status.podIP);
	});
});
