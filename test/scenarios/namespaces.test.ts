import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { CallStatistics } from "../../src/commands/call/repeat/report.ts";
import type { HealthChange } from "../../src/commands/health/health-change.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { openCluster, type TestCluster } from "./harness/cluster.ts";
import { workload } from "./harness/manifests.ts";
import { parseResult } from "./harness/schema.ts";

/** Pods of the same name in two namespaces. The second has another health and another schema. */
let first: TestCluster;
let second: TestCluster;
/** No other test uses this label, since -A sees the pods of other tests too. */
let app: string;
let pod: string;
let everywhere: readonly string[];

beforeAll(async () => {
	first = await openCluster();
	second = await first.another();
	app = first.namespace;
	pod = `${app}-0`;
	everywhere = ["-A", "-l", `app=${app}`];
	const env = { SCHEMA: "v2", HEALTH_STATUS: "NOT_SERVING" };
	// Others are compared with the schema of the oldest pod.
	await first.create(workload("StatefulSet", app));
	await first.ready(app);
	await second.create(workload("StatefulSet", app, { env }));
	await second.ready(app);
});

afterAll(async () => {
	await second[Symbol.asyncDispose]();
	await first[Symbol.asyncDispose]();
});

test("health keeps pods of the same name apart, and does not treat them as siblings", async () => {
	const { report, status } = await first.health(...everywhere);
	const rows = report.pods.map(({ namespace, name, checks, findings }) => ({
		pod: `${namespace}/${name}`,
		status: checks[0]?.status,
		codes: findings.map(({ code }) => code),
	}));
	expect(rows).toHaveLength(2);
	expect(rows).toEqual(
		expect.arrayContaining([
			{ pod: `${first.namespace}/${pod}`, status: "SERVING", codes: [] },
			{
				pod: `${second.namespace}/${pod}`,
				status: "NOT_SERVING",
				codes: ["KG102"],
			},
		]),
	);
	expect(status).toBe(4);
});

test("health --watch follows each of them", async () => {
	await using watch = first.start([
		...["health", ...everywhere, "--watch", "-o", "json"],
	]);
	await watch.line((line) => line.includes('"to":"SERVING"'));
	await watch.line((line) => line.includes('"to":"NOT_SERVING"'));
	watch.signal("SIGINT");
	await watch.finished;
	const changes = watch
		.lines()
		.map((line) => parseResult<HealthChange>("HealthChange", line));
	expect(
		changes.map(({ namespace, pod, to }) => `${namespace}/${pod} ${to}`),
	).toEqual(
		expect.arrayContaining([
			`${first.namespace}/${pod} SERVING`,
			`${second.namespace}/${pod} NOT_SERVING`,
		]),
	);
});

test("diff compares the pods of both", async () => {
	const { stdout, status } = await first.run([
		...["diff", ...everywhere, "--exit-code"],
	]);
	expect(stdout).toContain(`${first.namespace}/${pod}`);
	expect(stdout).toContain(`${second.namespace}/${pod}`);
	expect(status).toBe(1);
});

const CHECK = "grpc.health.v1.Health/Check";

test("the answers of both are shown side by side", async () => {
	const { stdout, status } = await first.run([
		...["call", CHECK, ...everywhere, "--all-pods"],
	]);
	expect(stdout).toContain(`${first.namespace}/${pod}`);
	expect(stdout).toContain(`${second.namespace}/${pod}`);
	expect(status).toBe(0);
});

test("calls to both are counted separately", async () => {
	const { stdout } = await first.run([
		...["call", CHECK, ...everywhere],
		...["--all-pods", "--repeat=3", "-o", "json"],
	]);
	const { pods } = parseResult<CallStatistics>("CallStatistics", stdout);
	expect(
		pods.map(({ namespace, name, statuses }) => [
			`${namespace}/${name}`,
			statuses.map(({ name, calls }) => `${name} ${calls}`),
		]),
	).toEqual(
		expect.arrayContaining([
			[`${first.namespace}/${pod}`, ["OK 3"]],
			[`${second.namespace}/${pod}`, ["OK 3"]],
		]),
	);
});

test("a pod of another namespace is named with its namespace, also in a replay", async () => {
	const file = join(temporaryFolder(onTestFinished), "run.jsonl");
	const { stderr } = await first.run([
		...["call", CHECK, ...everywhere, "--record", file],
	]);
	expect(stderr).toMatch(new RegExp(`^pod t-[0-9a-f]{8}/${pod}\n`));
	const again = await first.run(["call", "--replay", file]);
	expect(again.stderr).toContain(stderr);
});

test("list shows each with its namespace", async () => {
	const { stdout } = await first.run(["list", ...everywhere]);
	expect(stdout).toContain(first.namespace);
	expect(stdout).toContain(second.namespace);
});
