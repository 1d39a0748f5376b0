import { join } from "node:path";
import {
	afterAll,
	beforeAll,
	describe,
	expect,
	onTestFinished,
	test,
} from "vitest";
import type { HealthChange } from "../../src/commands/health/health-change.ts";
import type { PodObject } from "../../src/kubernetes/objects/pod-object.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { openCluster, type TestCluster } from "./harness/cluster.ts";
import { change, follow } from "./harness/follow.ts";
import {
	deployment,
	endpointSlice,
	pod,
	service,
} from "./harness/manifests.ts";
import { recorded } from "./harness/recorded.ts";

let cluster: TestCluster;

beforeAll(async () => {
	cluster = await openCluster();
	await cluster.create(
		deployment("watched", { replicas: 2 }),
		deployment("polled", { env: { HEALTH_WATCH: "unimplemented" } }),
		deployment("rolled", { replicas: 2, readiness: "grpc" }),
		deployment("killed", { env: { HEALTH_DELAY: "10m", DRAIN: "abrupt" } }),
		deployment("waited", {
			replicas: 2,
			env: { HEALTH_STATUS: "NOT_SERVING" },
		}),
	);
	for (const [app, count] of [
		["watched", 2],
		["polled", 1],
		["rolled", 2],
		["killed", 1],
		["waited", 2],
	] as const)
		await cluster.ready(app, count);
});

afterAll(() => cluster[Symbol.asyncDispose]());

/**
 * Expects the events of a rollout in order. A Deployment removes an old pod only after a new one is Ready, and a deleted pod
 * has no further events.
 */
function expectRolloutOrder(
	lines: readonly string[],
	old: readonly string[],
	current: readonly string[],
): void {
	const changes: readonly HealthChange[] = lines.map((line) =>
		JSON.parse(line),
	);
	const timesOf = (pods: readonly string[], to: string) =>
		changes.flatMap((one, at) =>
			pods.includes(one.pod ?? "") && one.to === to ? [at] : [],
		);
	const ready = timesOf(current, "1/1 Running");
	const ending = timesOf(old, "1/1 Terminating");
	expect(ending).toHaveLength(old.length);
	for (const [nth, at] of ending.entries()) expect(ready[nth]).toBeLessThan(at);
	for (const name of old)
		expect(changes.findLast(({ pod }) => pod === name)?.to).toBe("gone");
}

describe("--watch", () => {
	test("prints each change of a pod's health, and ends with 130 on Ctrl-C", async () => {
		const [first = ""] = await cluster.ready("watched", 2);
		const watch = follow(cluster, "deploy/watched");
		await change(watch, { pod: first, about: "health", to: "SERVING" });
		await cluster.setHealth(first, "", "NOT_SERVING");
		await change(watch, {
			pod: first,
			about: "health",
			from: "SERVING",
			to: "NOT_SERVING",
		});
		await cluster.setHealth(first, "", "SERVING");
		await change(watch, {
			pod: first,
			about: "health",
			from: "NOT_SERVING",
			to: "SERVING",
		});
		watch.signal("SIGINT");
		expect(await watch.finished).toMatchObject({ status: 130, stderr: "" });
	});

	test("polls a server that has no Watch, and says so", async () => {
		const watch = follow(cluster, "deploy/polled", "--interval", "200ms");
		const seen = await change(watch, { about: "health", to: "SERVING" });
		expect(seen.askedBy).toBe("poll");
		await cluster.setHealth(seen.pod ?? "", "", "NOT_SERVING");
		await change(watch, { about: "health", to: "NOT_SERVING" });
	});

	test("follows the pods that a Service without a selector names in its EndpointSlices", async () => {
		const ofWatched = (pods: readonly PodObject[]) =>
			pods.filter(({ metadata }) => metadata?.labels?.["app"] === "watched");
		const pods = await cluster.pods(
			(all) => ofWatched(all).length === 2,
			"the pods of watched",
		);
		const [first, second] = ofWatched(pods);
		if (first === undefined || second === undefined) throw new Error("no pods");
		await cluster.create(
			service("written", "", { ports: [{ port: 50051 }], selector: undefined }),
			endpointSlice("written", [first]),
		);
		await cluster.endpoints("written", 1);
		const watch = follow(cluster, "svc/written");
		const seen = await change(watch, { about: "health", to: "SERVING" });
		expect(seen.pod).toBe(first.metadata?.name);
		await cluster.patch(
			endpointSlice("written", []),
			endpointSlice("written", [second]),
		);
		const after = second.metadata?.name ?? "";
		await change(watch, { pod: after, about: "health", to: "SERVING" });
		await change(watch, { pod: seen.pod, about: "pod", to: "gone" });
	});

	test("follows the pods of a Service whose selector is switched", async () => {
		const [old = ""] = await cluster.ready("watched", 2);
		const [current = ""] = await cluster.ready("polled");
		const switched = service("switched", "watched", {
			ports: [{ port: 50051 }],
		});
		await cluster.create(switched);
		const watch = follow(cluster, "svc/switched");
		await change(watch, { pod: old, about: "health", to: "SERVING" });
		await cluster.patch(switched, { spec: { selector: { app: "polled" } } });
		await change(watch, { pod: current, about: "pod", to: "1/1 Running" });
		await change(watch, { pod: old, about: "pod", to: "gone" });
	});

	test("follows a rollout: new pods come and serve, old ones go", async () => {
		const old = await cluster.ready("rolled", 2);
		const watch = follow(cluster, "deploy/rolled");
		for (const name of old) await change(watch, { pod: name, to: "SERVING" });
		const spec = {
			template: {
				metadata: {
					annotations: { "kubectl.kubernetes.io/restartedAt": "now" },
				},
			},
		};
		await cluster.patch(deployment("rolled"), { spec });
		for (const name of old)
			await change(watch, { pod: name, about: "pod", to: "gone" });
		const current = await cluster.ready("rolled", 2);
		for (const name of current)
			await change(watch, { pod: name, about: "health", to: "SERVING" });
		expect(current).not.toEqual(expect.arrayContaining([...old]));
		expectRolloutOrder(watch.lines(), old, current);
	});
});

describe("--wait", () => {
	test("ends with 0 as soon as all are serving", async () => {
		const names = await cluster.ready("waited", 2);
		const wait = cluster.start(["health", "deploy/waited", "--wait=60s"]);
		onTestFinished(() => wait[Symbol.asyncDispose]());
		for (const name of names) await cluster.setHealth(name, "", "SERVING");
		const { stdout, status } = await wait.finished;
		expect(stdout).toContain("healthy: 2 of 2 pods serving");
		expect(status).toBe(0);
		for (const name of names) await cluster.setHealth(name, "", "NOT_SERVING");
	});

	test("shows no latency for a status that a Watch sent", async () => {
		await cluster.ready("watched", 2);
		const { stdout } = await cluster.run([
			"health",
			"deploy/watched",
			"--wait=30s",
			"-o",
			"json",
		]);
		const watched = { checks: [{ askedBy: "watch", latencyMs: null }] };
		expect(JSON.parse(stdout).pods).toMatchObject([watched, watched]);
	});

	test("waits for what does not exist yet", async () => {
		const folder = temporaryFolder(onTestFinished);
		const file = join(folder, "run.jsonl");
		const wait = cluster.start([
			...["health", "deploy/awaited", "svc/awaited"],
			...["--wait=60s", "--record", file],
		]);
		onTestFinished(() => wait[Symbol.asyncDispose]());
		const lacking = '"targets-without-pods"';
		await recorded(folder, file, lacking, AbortSignal.timeout(20_000));
		await cluster.create(
			service("awaited", "awaited", { ports: [{ port: 50051 }] }),
			deployment("awaited"),
		);
		const { stdout, stderr, status } = await wait.finished;
		expect(stdout).toContain("healthy: 1 of 1 pod serving");
		expect(stderr).toContain("deploy/awaited does not exist yet: ");
		expect(status).toBe(0);
	});

	test("prints what it has when the timeout is over", async () => {
		const { stdout, status } = await cluster.run([
			"health",
			"deploy/polled",
			"deploy/watched",
			"--port",
			"50058",
			"--wait=1s",
		]);
		expect(stdout).toContain("down: 0 of 3 pods serving");
		expect(status).toBe(2);
	});

	test.each([
		["--wait", ["--wait=4s"]],
		["a single check", []],
	])(
		"%s: a target without pods is reported beside those that serve",
		async (_, flags) => {
			const { stdout, stderr, status } = await cluster.run([
				...["health", "deploy/watched", "pod/nobody", "-o", "json"],
				...flags,
			]);
			expect(JSON.parse(stdout)).toMatchObject({
				targetsWithoutPods: [{ origin: "pod/nobody", code: "not-found" }],
				summary: { pods: 2, serving: 2, verdict: "degraded" },
			});
			expect(stderr).toContain('pods "nobody" not found');
			expect(status).toBe(1);
		},
	);
});

/** Starts a check of a pod that answers slowly. It is connected and has asked. */
async function checkUnderWay(...args: readonly string[]) {
	const [name = ""] = await cluster.ready("killed");
	const folder = temporaryFolder(onTestFinished);
	const file = join(folder, "run.jsonl");
	const check = cluster.start([
		...["health", name, "--rpc-timeout", "5m", "--record", file],
		...args,
	]);
	onTestFinished(() => check[Symbol.asyncDispose]());
	await recorded(folder, file, '"connected"', AbortSignal.timeout(20_000));
	return { name, check };
}

test("Ctrl-C ends a check that waits for its answer, with 130 and nothing printed", async () => {
	const { check } = await checkUnderWay();
	check.signal("SIGINT");
	expect(await check.finished).toEqual({ status: 130, stdout: "", stderr: "" });
});

test("a pod that is killed during a check has its row and its reason", async () => {
	const { name, check } = await checkUnderWay("-o", "json");
	await cluster.remove(pod(name), { graceSeconds: 0 });
	const { stdout, status } = await check.finished;
	const { pods } = JSON.parse(stdout);
	expect(pods).toMatchObject([{ name, findings: [{ code: "KG116" }] }]);
	expect(status).toBe(2);
});
