import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { HealthChange } from "../../src/commands/health/changes.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { openCluster, type TestCluster } from "./harness/cluster.ts";
import { deployment } from "./harness/manifests.ts";
import { hasControls } from "./harness/plugin.ts";
import { parseResult } from "./harness/schema.ts";

let cluster: TestCluster;
const folder = temporaryFolder(afterAll);

beforeAll(async () => {
	cluster = await openCluster();
	await cluster.create(
		deployment("watched"),
		deployment("hostile", {
			env: { HEALTH_HOSTILE: "escapes", HEALTH_WATCH: "unimplemented" },
		}),
	);
	for (const app of ["watched", "hostile"]) await cluster.ready(app);
});

afterAll(() => cluster[Symbol.asyncDispose]());

/** A line of a watch without its time, which a replay has its own of. */
function change(line: string) {
	const { time: _, ...rest } = parseResult<HealthChange>("HealthChange", line);
	return rest;
}

test("a recorded watch is shown again without a cluster, change by change", async () => {
	const file = join(folder, "watch.jsonl");
	const [pod = ""] = await cluster.ready("watched");
	const watch = cluster.start([
		...["health", "deploy/watched", "--watch", "-o", "json"],
		...["--record", file],
	]);
	onTestFinished(() => watch[Symbol.asyncDispose]());
	await watch.line((line) => line.includes('"to":"SERVING"'));
	await cluster.setHealth(pod, "", "NOT_SERVING");
	await watch.line((line) => line.includes('"to":"NOT_SERVING"'));
	watch.signal("SIGINT");
	await watch.finished;
	const replayed = await cluster.run([
		...["health", "--replay", file, "--watch", "-o", "json"],
		...["--kubeconfig", "/nonexistent"],
	]);
	expect(replayed.stdout.trimEnd().split("\n").map(change)).toEqual(
		watch.lines().map(change),
	);
	expect(replayed).toMatchObject({ stderr: "", status: 4 });
});

test("a recording holds no header that was sent", async () => {
	const file = join(folder, "headers.jsonl");
	const { status } = await cluster.run([
		...["health", "deploy/watched", "-H", "authorization: Bearer s3cr3t"],
		...["--record", file],
	]);
	expect([0, 4]).toContain(status);
	const recording = await readFile(file, "utf8");
	expect(recording).toContain('"answer"');
	expect(recording).not.toContain("s3cr3t");
});

test("a server's escapes reach neither the lines of a watch nor those of its replay", async () => {
	const file = join(folder, "hostile.jsonl");
	const watch = cluster.start([
		...["health", "deploy/hostile", "--watch", "--record", file],
	]);
	onTestFinished(() => watch[Symbol.asyncDispose]());
	const line = await watch.line((one) => one.includes("INTERNAL"));
	expect(line).toContain("\\x1b]0;owned\\x07");
	watch.signal("SIGINT");
	const { stdout } = await watch.finished;
	const replayed = await cluster.run([
		...["health", "--replay", file, "--watch"],
		...["--kubeconfig", "/nonexistent"],
	]);
	expect(replayed.stdout).toContain("\\x1b]0;owned\\x07");
	expect(hasControls(stdout + replayed.stdout)).toBe(false);
});
