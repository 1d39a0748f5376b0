import { describe, expect, test } from "vitest";
import { REVISION } from "../../../../src/sandbox/controllers/revision.ts";
import type { Manifest } from "../../../../src/sandbox/objects/metadata.ts";
import { type FakeCluster, fakeCluster, template } from "../fake-kubelet.ts";

const labels = { app: "web" };

function deployment(spec: object = {}): Manifest {
	return {
		apiVersion: "apps/v1",
		kind: "Deployment",
		metadata: { name: "web" },
		spec: {
			replicas: 4,
			selector: { matchLabels: labels },
			template: template(labels),
			...spec,
		},
	};
}

function change(cluster: FakeCluster, spec: object): void {
	const present = cluster.store.get("deployments", "web", "default");
	if (!present) throw new Error("no deployment");
	cluster.registry.update("deployments", {
		...present,
		spec: { ...present.spec, ...spec },
	});
}

function sets(cluster: FakeCluster) {
	return cluster.store
		.list("replicasets")
		.map(({ metadata, spec, status }) => ({
			revision: metadata.annotations?.[REVISION],
			replicas: spec.replicas,
			available: status.availableReplicas,
		}))
		.sort((a, b) => Number(a.revision) - Number(b.revision));
}

function condition(cluster: FakeCluster, type: string) {
	return cluster.store
		.get("deployments", "web", "default")
		?.status.conditions?.find((candidate) => candidate.type === type);
}

describe("deployment", () => {
	test("makes a ReplicaSet that makes the pods", async () => {
		const cluster = fakeCluster();
		cluster.create(deployment());
		await cluster.quiet();
		expect(sets(cluster)).toEqual([
			{ revision: "1", replicas: 4, available: 4 },
		]);
		const [pod] = cluster.pods();
		const hash = pod?.metadata.labels?.["pod-template-hash"];
		expect(pod?.metadata.name).toMatch(new RegExp(`^web-${hash}-`));
		expect(
			cluster.store.get("deployments", "web", "default")?.status,
		).toMatchObject({
			observedGeneration: 1,
			replicas: 4,
			updatedReplicas: 4,
			readyReplicas: 4,
			availableReplicas: 4,
		});
		expect(condition(cluster, "Available")?.status).toBe("True");
		expect(condition(cluster, "Progressing")?.reason).toBe(
			"NewReplicaSetAvailable",
		);
	});

	test("rolls to a new template, and back to the old set when that template returns", async () => {
		const cluster = fakeCluster();
		cluster.create(deployment());
		await cluster.quiet();
		change(cluster, { template: template(labels, "i:2") });
		await cluster.quiet();
		expect(sets(cluster)).toMatchObject([
			{ revision: "1", replicas: 0 },
			{ revision: "2", replicas: 4, available: 4 },
		]);
		change(cluster, { template: template(labels, "i:1") });
		await cluster.quiet();
		expect(sets(cluster)).toMatchObject([
			{ revision: "2", replicas: 0 },
			{ revision: "3", replicas: 4, available: 4 },
		]);
	});

	test("knows the old set's template by what it says, not by the nulls of older clients", async () => {
		const cluster = fakeCluster();
		cluster.create(deployment());
		await cluster.quiet();
		const { metadata, spec } = template(labels);
		change(cluster, {
			template: { metadata: { ...metadata, creationTimestamp: null }, spec },
		});
		await cluster.quiet();
		expect(sets(cluster)).toMatchObject([{ revision: "1", replicas: 4 }]);
	});

	test.each([
		["25%", "25%", 5, 3],
		[2, 0, 6, 4],
		[0, 1, 4, 3],
		[0, 0, 4, 3],
		["100%", 0, 8, 4],
	])(
		"with maxSurge %s, maxUnavailable %s stops at %d pods, %d available, when the new ones do not come up",
		async (maxSurge, maxUnavailable, most, available) => {
			const cluster = fakeCluster({
				fate: ({ spec }) =>
					spec.containers[0]?.image === "i:2" ? "not-ready" : "ready",
			});
			const strategy = {
				type: "RollingUpdate",
				rollingUpdate: { maxSurge, maxUnavailable },
			};
			cluster.create(deployment({ strategy }));
			await cluster.quiet();
			change(cluster, { template: template(labels, "i:2") });
			await cluster.quiet();
			const now = sets(cluster);
			expect(now.reduce((sum, { replicas }) => sum + replicas, 0)).toBe(most);
			expect(now[0]?.available).toBe(available);
			expect(condition(cluster, "Progressing")?.reason).toBe(
				"ReplicaSetUpdated",
			);
		},
	);

	test("Recreate ends all old pods before the first new one", async () => {
		const cluster = fakeCluster({ deletion: "manual" });
		cluster.create(deployment({ strategy: { type: "Recreate" } }));
		await cluster.quiet();
		change(cluster, { template: template(labels, "i:2") });
		await cluster.quiet();
		expect(cluster.pods()).toHaveLength(4);
		for (const pod of cluster.pods()) cluster.registry.removePod(pod);
		await cluster.quiet();
		expect(cluster.pods().map(({ spec }) => spec.containers[0]?.image)).toEqual(
			["i:2", "i:2", "i:2", "i:2"],
		);
	});

	test("paused, it follows replicas but not the template", async () => {
		const cluster = fakeCluster();
		cluster.create(deployment());
		await cluster.quiet();
		change(cluster, {
			paused: true,
			replicas: 2,
			template: template(labels, "i:2"),
		});
		await cluster.quiet();
		expect(sets(cluster)).toMatchObject([{ revision: "1", replicas: 2 }]);
	});

	test("deleted, it takes its sets and pods along", async () => {
		const cluster = fakeCluster();
		cluster.create(deployment());
		await cluster.quiet();
		cluster.registry.delete("deployments", "web", "default");
		await cluster.quiet();
		expect([sets(cluster), cluster.pods()]).toEqual([[], []]);
	});
});
