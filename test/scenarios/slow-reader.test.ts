import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { readSlowly } from "../memory/slow-read.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { openCluster, type TestCluster } from "./harness/cluster.ts";
import { deployment } from "./harness/manifests.ts";

const MIB = 1024 * 1024;

let cluster: TestCluster;

beforeAll(async () => {
	cluster = await openCluster();
	const env = { LIST_REPEAT: "256" };
	await cluster.create(deployment("long", { env }));
	await cluster.ready("long");
});

afterAll(() => cluster[Symbol.asyncDispose]());

test("a long response to a slow reader uses under 150 MB of memory, Node included", async () => {
	const [pod = ""] = await cluster.ready("long");
	await cluster.createUser(pod, "x".repeat(MIB));
	const { bytes, peakBytes } = await readSlowly(
		temporaryFolder(onTestFinished),
		{
			kubeconfig: cluster.kubeconfig,
			namespace: cluster.namespace,
			name: pod,
		},
	);
	expect(bytes).toBeGreaterThan(256 * MIB);
	expect(peakBytes).toBeLessThan(150e6);
});
