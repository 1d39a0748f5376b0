import { describe, expect, test } from "vitest";
import { controllerOf } from "../../../../src/sandbox/objects/metadata.ts";
import { type FakeCluster, fakeCluster, template } from "../fake-kubelet.ts";

const labels = { app: "x" };
const selector = { matchLabels: labels };

function workload(kind: string, group: string, spec: object) {
	return {
		apiVersion: group,
		kind,
		metadata: { name: "x" },
		spec: { selector, template: template(labels), ...spec },
	};
}

describe("replica set", () => {
	const set = workload("ReplicaSet", "apps/v1", { replicas: 2 });

	test("replaces what is deleted", async () => {
		const cluster = fakeCluster();
		cluster.create(set);
		await cluster.quiet();
		const [first] = cluster.pods();
		cluster.registry.delete("pods", first?.metadata.name ?? "", "default");
		await cluster.quiet();
		expect(cluster.pods()).toHaveLength(2);
		expect(cluster.pods()).not.toContain(first);
	});

	test("adopts orphans, lets go of what no longer matches, and leaves others' pods alone", async () => {
		const cluster = fakeCluster();
		const pod = (name: string, more: object) => ({
			apiVersion: "v1",
			kind: "Pod",
			metadata: { name, labels, ...more },
			spec: { containers: [{ name: "c", image: "i" }] },
		});
		cluster.create({
			apiVersion: "v1",
			kind: "ConfigMap",
			metadata: { name: "owner" },
		});
		const owner = cluster.store.get("configmaps", "owner", "default");
		cluster.create(
			pod("orphan", {}),
			pod("owned", {
				ownerReferences: [
					{
						apiVersion: "v1",
						kind: "ConfigMap",
						name: "owner",
						uid: owner?.metadata.uid,
						controller: true,
					},
				],
			}),
		);
		cluster.create(set);
		await cluster.quiet();
		expect(cluster.podNames().toSorted()).toEqual(["orphan", "owned", "x"]);
		const adopted = cluster.store.get("pods", "orphan", "default");
		if (!adopted) throw new Error("gone");
		expect(controllerOf(adopted)?.kind).toBe("ReplicaSet");
		cluster.store.put("pods", {
			...adopted,
			metadata: { ...adopted.metadata, labels: {} },
		});
		await cluster.quiet();
		const released = cluster.store.get("pods", "orphan", "default");
		expect(released?.metadata.ownerReferences).toEqual([]);
		expect(cluster.podNames().toSorted()).toEqual([
			"orphan",
			"owned",
			"x",
			"x",
		]);
		// The garbage collector deletes a copy whose owner is deleted.
		cluster.registry.delete("configmaps", "owner", "default");
		await cluster.quiet();
		expect(cluster.store.get("pods", "owned", "default")).toBeUndefined();
	});

	test("a replication controller does the same with plain labels", async () => {
		const cluster = fakeCluster();
		cluster.create(
			workload("ReplicationController", "v1", {
				replicas: 3,
				selector: labels,
			}),
		);
		await cluster.quiet();
		expect(cluster.pods()).toHaveLength(3);
		expect(
			cluster.store.get("replicationcontrollers", "x", "default")?.status,
		).toMatchObject({ replicas: 3, readyReplicas: 3 });
	});
});

describe("stateful set", () => {
	const set = (spec: object = {}) =>
		workload("StatefulSet", "apps/v1", {
			replicas: 3,
			serviceName: "x",
			...spec,
		});

	test("numbers its pods, and names their host", async () => {
		const cluster = fakeCluster();
		cluster.create(set());
		await cluster.quiet();
		expect(cluster.pods().map(({ metadata }) => metadata.name)).toEqual([
			"x-0",
			"x-1",
			"x-2",
		]);
		expect(cluster.pods()[1]).toMatchObject({
			metadata: { labels: { "statefulset.kubernetes.io/pod-name": "x-1" } },
			spec: { hostname: "x-1", subdomain: "x" },
		});
	});

	test.each([
		["OrderedReady", ["x-0"]],
		["Parallel", ["x-0", "x-1", "x-2"]],
	])(
		"%s, with pods that do not become ready",
		async (podManagementPolicy, names) => {
			const cluster = fakeCluster({ fate: () => "not-ready" });
			cluster.create(set({ podManagementPolicy }));
			await cluster.quiet();
			expect(cluster.pods().map(({ metadata }) => metadata.name)).toEqual(
				names,
			);
		},
	);

	test("renews from the highest number down, above its partition", async () => {
		const cluster = fakeCluster();
		cluster.create(
			set({
				updateStrategy: {
					type: "RollingUpdate",
					rollingUpdate: { partition: 1 },
				},
			}),
		);
		await cluster.quiet();
		const present = cluster.store.get("statefulsets", "x", "default");
		if (!present) throw new Error("gone");
		cluster.registry.update("statefulsets", {
			...present,
			spec: { ...present.spec, template: template(labels, "i:2") },
		});
		await cluster.quiet();
		expect(cluster.pods().map(({ spec }) => spec.containers[0]?.image)).toEqual(
			["i:1", "i:2", "i:2"],
		);
	});
});

describe("daemon set", () => {
	test("has one pod on each node, and follows its node selector", async () => {
		const cluster = fakeCluster();
		cluster.create(workload("DaemonSet", "apps/v1", {}));
		await cluster.quiet();
		expect(
			cluster
				.pods()
				.map(({ spec }) => spec.nodeName)
				.toSorted(),
		).toEqual(["sandbox-1", "sandbox-2", "sandbox-3"]);
		const present = cluster.store.get("daemonsets", "x", "default");
		if (!present) throw new Error("gone");
		expect(present.status).toMatchObject({
			desiredNumberScheduled: 3,
			numberReady: 3,
			updatedNumberScheduled: 3,
		});
		cluster.registry.update("daemonsets", {
			...present,
			spec: {
				...present.spec,
				template: template(labels, "i:1", {
					nodeSelector: { "kubernetes.io/hostname": "sandbox-2" },
				}),
			},
		});
		await cluster.quiet();
		expect(cluster.pods().map(({ spec }) => spec.nodeName)).toEqual([
			"sandbox-2",
		]);
	});
});

describe("job", () => {
	const job = (spec: object) => ({
		apiVersion: "batch/v1",
		kind: "Job",
		metadata: { name: "x" },
		spec: {
			template: template({}, "i:1", { restartPolicy: "Never" }),
			...spec,
		},
	});

	function conditions(cluster: FakeCluster) {
		return cluster.store
			.get("jobs", "x", "default")
			?.status.conditions?.map(({ type, reason }) => [type, reason]);
	}

	test("completes when enough pods have succeeded", async () => {
		const cluster = fakeCluster({ fate: () => "Succeeded" });
		cluster.create(job({ completions: 3, parallelism: 2 }));
		await cluster.quiet();
		expect(cluster.pods()).toHaveLength(3);
		expect(conditions(cluster)).toEqual([["Complete", "CompletionsReached"]]);
	});

	test("fails when too many have failed", async () => {
		const cluster = fakeCluster({ fate: () => "Failed" });
		cluster.create(job({ backoffLimit: 1 }));
		await cluster.quiet();
		expect(cluster.pods()).toHaveLength(2);
		expect(conditions(cluster)).toEqual([["Failed", "BackoffLimitExceeded"]]);
	});
});

describe("scheduler", () => {
	test("leaves a pod pending that no node takes", async () => {
		const cluster = fakeCluster();
		cluster.create({
			apiVersion: "v1",
			kind: "Pod",
			metadata: { name: "x" },
			spec: {
				containers: [{ name: "c", image: "i" }],
				nodeSelector: { disk: "ssd" },
			},
		});
		await cluster.quiet();
		const message =
			"0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.";
		expect(cluster.pods()[0]?.status).toMatchObject({
			phase: "Pending",
			conditions: [{ reason: "Unschedulable", message }],
		});
		const events = cluster.store.list("events").map(({ reason }) => reason);
		expect(events).toEqual(["FailedScheduling"]);
	});

	test("places a waiting pod once a node can take it", async () => {
		const cluster = fakeCluster();
		for (const node of cluster.store.list("nodes"))
			cluster.store.put("nodes", {
				...node,
				spec: { ...node.spec, unschedulable: true },
			});
		cluster.create(workload("ReplicaSet", "apps/v1", { replicas: 1 }));
		await cluster.quiet();
		expect(cluster.pods()[0]?.spec.nodeName).toBeUndefined();
		const node = cluster.store.get("nodes", "sandbox-2");
		if (node)
			cluster.store.put("nodes", {
				...node,
				spec: { ...node.spec, unschedulable: false },
			});
		await cluster.quiet();
		expect(cluster.pods()[0]?.spec.nodeName).toBe("sandbox-2");
	});
});

describe("namespace", () => {
	test("deleted, it is emptied and goes; nothing new is let in meanwhile", async () => {
		const cluster = fakeCluster({ deletion: "manual" });
		cluster.create({
			apiVersion: "v1",
			kind: "Namespace",
			metadata: { name: "shop" },
		});
		cluster.create({
			apiVersion: "apps/v1",
			kind: "ReplicaSet",
			metadata: { name: "x", namespace: "shop" },
			spec: { replicas: 2, selector, template: template(labels) },
		});
		await cluster.quiet();
		cluster.registry.delete("namespaces", "shop", undefined);
		await cluster.quiet();
		expect(cluster.store.get("namespaces", "shop")?.status.phase).toBe(
			"Terminating",
		);
		expect(() =>
			cluster.create({
				apiVersion: "v1",
				kind: "ConfigMap",
				metadata: { name: "late", namespace: "shop" },
			}),
		).toThrow("because it is being terminated");
		for (const pod of cluster.pods()) cluster.registry.removePod(pod);
		await cluster.quiet();
		expect(cluster.store.get("namespaces", "shop")).toBeUndefined();
	});
});
