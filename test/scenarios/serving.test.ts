import { join } from "node:path";
import {
	afterAll,
	beforeAll,
	describe,
	expect,
	onTestFinished,
	test,
} from "vitest";
import { parse } from "yaml";
import type {
	HealthReport,
	PodReport,
} from "../../src/commands/health/report.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { openCluster, type TestCluster } from "./harness/cluster.ts";
import { deployment } from "./harness/manifests.ts";
import { hasControls } from "./harness/plugin.ts";
import { parseResult } from "./harness/schema.ts";

let cluster: TestCluster;

const GRPC = { readiness: "grpc" } as const;
const PROBE_UNKNOWN = { grpc: { port: 50051, service: "user.Nobody" } };

beforeAll(async () => {
	cluster = await openCluster();
	await cluster.create(
		deployment("healthy", { ...GRPC, replicas: 3 }),
		deployment("flips", { replicas: 3 }),
		deployment("no-health", { env: { HEALTH: "off" } }),
		deployment("no-list", { env: { HEALTH_LIST: "unimplemented" } }),
		deployment("slow", { env: { HEALTH_DELAY: "5s" } }),
		deployment("probe-unknown", { readiness: PROBE_UNKNOWN }),
		deployment("escapes", { env: { HEALTH_HOSTILE: "escapes" } }),
		deployment("huge", { env: { HEALTH_HOSTILE: "huge" } }),
		deployment("endless", { env: { HEALTH_HOSTILE: "endless" } }),
	);
	await cluster.ready("healthy", 3);
	const [first = ""] = await cluster.ready("flips", 3);
	await cluster.setHealth(first, "", "NOT_SERVING");
	for (const app of [
		"no-health",
		"no-list",
		"slow",
		"escapes",
		"huge",
		"endless",
	])
		await cluster.ready(app);
	await cluster.pods(
		(pods) =>
			pods.some(
				(pod) =>
					pod.metadata?.labels?.["app"] === "probe-unknown" &&
					pod.status?.phase === "Running",
			),
		"the probe-unknown pod to run",
	);
});

afterAll(() => cluster[Symbol.asyncDispose]());

const codes = (pod: PodReport | undefined) =>
	pod?.findings.map(({ code }) => code);
const statuses = (report: HealthReport) =>
	report.pods.map((pod) => pod.checks[0]?.status).toSorted();

describe("three healthy replicas", () => {
	/** Returns the text with placeholders for names, ages and latencies, which differ from run to run. */
	const settled = (text: string) =>
		text
			.replaceAll(/healthy-[a-z0-9]+-[a-z0-9]{5}/g, "healthy-TEMPLATE-PODID")
			.replaceAll(/\b[\d.]+m?s\b/g, "TIME")
			.replaceAll(/\b(node|sandbox)-\d/g, "NODE")
			.replaceAll(/ {2,}/g, "   ")
			.replaceAll(/ +$/gm, "");

	test("are one row each and the verdict", async () => {
		const { stdout, stderr, status } = await cluster.run([
			"health",
			"deploy/healthy",
		]);
		const row = "healthy-TEMPLATE-PODID   1/1   SERVING   TIME";
		expect(settled(stdout)).toBe(
			[
				"POD   READY   STATUS   LATENCY",
				row,
				row,
				row,
				"",
				"healthy: 3 of 3 pods serving",
				"",
			].join("\n"),
		);
		expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
	});

	test("show node, port with its reason and transport in -o wide", async () => {
		const { stdout } = await cluster.run([
			"health",
			"deploy/healthy",
			"-owide",
			"--no-headers",
		]);
		expect(settled(stdout).split("\n")[0]).toBe(
			"healthy-TEMPLATE-PODID   1/1   (server)   SERVING   TIME   NODE   50051 (grpc readiness probe)   plaintext   0   TIME",
		);
	});

	test("are the same in every format for programs", async () => {
		const { report } = await cluster.health("deploy/healthy");
		expect(report.summary).toEqual({
			pods: 3,
			serving: 3,
			notServing: 0,
			unreachable: 0,
			verdict: "healthy",
		});
		const names = report.pods.map(({ name }) => name);
		const run = async (format: string) =>
			(await cluster.run(["health", "deploy/healthy", "-o", format])).stdout;
		expect(await run("name")).toBe(
			names.map((name) => `pod/${name}\n`).join(""),
		);
		expect(await run("jsonpath={.pods[*].name}")).toBe(names.join(" "));
		const yaml = JSON.stringify(parse(await run("yaml")));
		expect(parseResult<HealthReport>("HealthReport", yaml).summary).toEqual(
			report.summary,
		);
		expect(await run("junit")).toMatch(
			/<testsuites tests="3" failures="0" errors="0"/,
		);
	});

	test("can be recorded and shown again without a cluster", async () => {
		const file = join(temporaryFolder(onTestFinished), "run.jsonl");
		const recorded = await cluster.run([
			"health",
			"deploy/healthy",
			"--record",
			file,
		]);
		const replayed = await cluster.run([
			"health",
			"--replay",
			file,
			"--kubeconfig",
			"/nonexistent",
		]);
		expect(replayed).toEqual(recorded);
	});
});

test("one replica of three that says NOT_SERVING is found, and why it still gets traffic", async () => {
	const { report, status } = await cluster.health("deploy/flips");
	expect(statuses(report)).toEqual(["NOT_SERVING", "SERVING", "SERVING"]);
	const odd = report.pods.find(
		(pod) => pod.checks[0]?.status === "NOT_SERVING",
	);
	expect(codes(odd)).toEqual(["KG102"]);
	expect(odd?.findings[0]?.message).toContain(
		"opens a TCP connection and never asks gRPC health",
	);
	expect({ verdict: report.summary.verdict, status }).toEqual({
		verdict: "degraded",
		status: 4,
	});
});

test("a server without a health service is not reported as ill", async () => {
	const { report, status } = await cluster.health("deploy/no-health");
	expect(report.pods[0]?.checks).toMatchObject([
		{ status: "UNIMPLEMENTED", code: "UNIMPLEMENTED" },
	]);
	expect({ codes: codes(report.pods[0]), status }).toEqual({
		codes: ["KG103"],
		status: 3,
	});
});

test("an unknown service is an error with the nearest name", async () => {
	const { report, status } = await cluster.health(
		"deploy/healthy",
		"--service",
		"user.UserServic",
	);
	expect(report.pods[0]?.findings).toMatchObject([
		{ code: "KG105", fix: "--service user.UserService" },
	]);
	expect(status).toBe(3);
});

test.each([
	["Health/List", "healthy"],
	["reflection, where List is UNIMPLEMENTED", "no-list"],
])("--all-services asks for every service by %s", async (_source, app) => {
	const { report, status } = await cluster.health(
		`deploy/${app}`,
		"--all-services",
	);
	const services = report.pods[0]?.checks.map(({ service }) => service);
	expect(services).toEqual(expect.arrayContaining(["", "user.UserService"]));
	expect(services?.some((name) => name.startsWith("grpc."))).toBe(false);
	// Reflection lists services for which the server keeps no health status.
	const found = report.pods[0]?.checks.map((check) => check.status) ?? [];
	expect(new Set(found)).toEqual(
		new Set(app === "healthy" ? ["SERVING"] : ["SERVING", "NO_STATUS"]),
	);
	expect(status).toBe(0);
});

test("a probe that asks for an unknown service explains why the pod is not Ready", async () => {
	const { report } = await cluster.health("deploy/probe-unknown");
	expect(report.pods[0]?.ready).toBe(false);
	expect(codes(report.pods[0])).toEqual(["KG110"]);
});

test("a slow answer exceeds its deadline, and nothing else is reported", async () => {
	const { report, status } = await cluster.health(
		"deploy/slow",
		"--rpc-timeout",
		"300ms",
	);
	expect(report.pods[0]?.checks).toMatchObject([{ code: "DEADLINE_EXCEEDED" }]);
	expect({ codes: codes(report.pods[0]), status }).toEqual({
		codes: ["KG113"],
		status: 3,
	});
});

describe("a hostile server", () => {
	test("cannot write to the terminal by its error text", async () => {
		const { stdout, status } = await cluster.run(["health", "deploy/escapes"]);
		expect(stdout).toContain("KG117");
		expect(stdout).toContain("\\x1b");
		expect({ controls: hasControls(stdout), status }).toEqual({
			controls: false,
			status: 3,
		});
	});

	test("cannot fill the memory with one message", async () => {
		const { report, status } = await cluster.health("deploy/huge");
		expect(report.pods[0]?.checks).toMatchObject([
			{ code: "RESOURCE_EXHAUSTED" },
		]);
		expect(status).toBe(3);
	});

	test("cannot hold up a check with junk behind its answer", async () => {
		const { report } = await cluster.health("deploy/endless");
		expect(report.pods[0]?.checks[0]?.code).not.toBeNull();
	});

	test("cannot flood a watch: it goes on, and ends at once on Ctrl-C", async () => {
		await using watch = cluster.start(["health", "deploy/endless", "--watch"]);
		await watch.line((line) => line.includes("SERVING"));
		watch.signal("SIGINT");
		expect((await watch.finished).status).toBe(130);
	});
});
