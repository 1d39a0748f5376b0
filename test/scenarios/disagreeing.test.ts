import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PodObject } from "../../src/kubernetes/objects/pod-object.ts";
import { openCluster, type TestCluster } from "./harness/cluster.ts";
import { deployment } from "./harness/manifests.ts";

let cluster: TestCluster;

const NEVER_READY = {
	name: "cache",
	image: "kubectl-grpc.test/user-service:v1",
	imagePullPolicy: "Never",
	env: [{ name: "PORT", value: "50070" }],
	readinessProbe: { tcpSocket: { port: 50071 } },
};

beforeAll(async () => {
	cluster = await openCluster();
	await cluster.create(
		deployment("odd-one", { replicas: 3, readiness: "grpc" }),
		deployment("half", {
			env: { HEALTH_SERVICES: "user.UserService=NOT_SERVING" },
			readiness: "grpc",
		}),
		deployment("elsewhere", { readiness: { tcpSocket: { port: 50059 } } }),
		deployment("localhost", { env: { BIND: "localhost" } }),
		deployment("companion", { before: [NEVER_READY] }),
		deployment("no-health", { env: { HEALTH: "off" }, readiness: "grpc" }),
		deployment("alive", {
			readiness: "grpc",
			liveness: {
				grpc: { port: 50051, service: "alive" },
				initialDelaySeconds: 3_600,
			},
		}),
		deployment("no-port", { ports: [], readiness: "none" }),
	);
	await cluster.pods(
		(pods) => pods.length === 10 && pods.every(hasAllRunning),
		"all containers to run",
	);
	await cluster.ready("half");
	await cluster.ready("alive");
	await cluster.pods(
		(pods) =>
			pods.some((pod) => isReady(pod, "server") && !isReady(pod, "cache")),
		"the server beside the cache to be ready",
	);
});

afterAll(() => cluster[Symbol.asyncDispose]());

function hasAllRunning({ spec, status }: PodObject): boolean {
	const running = status?.containerStatuses?.filter(
		({ state }) => state?.running,
	);
	return running?.length === spec?.containers.length;
}

/** Whether the pod has this container and the kubelet reports it as ready. */
function isReady({ status }: PodObject, container: string): boolean {
	return (
		status?.containerStatuses?.some(
			({ name, ready }) => name === container && ready,
		) ?? false
	);
}

/** Checks the one pod of a deployment. Returns its single finding, and the exit status. */
async function seen(...args: readonly string[]) {
	const { report, status } = await cluster.health(...args);
	expect(report.pods).toHaveLength(1);
	const [finding, ...more] = report.pods[0]?.findings ?? [];
	expect(more).toEqual([]);
	return { ...finding, status };
}

test("a replica that took itself out of rotation disagrees with its siblings", async () => {
	const [odd = ""] = await cluster.ready("odd-one", 3);
	await cluster.setHealth(odd, "", "NOT_SERVING");
	await cluster.pods(
		(pods) =>
			pods.some((pod) => pod.metadata?.name === odd && !isReady(pod, "server")),
		`${odd} to be out of rotation`,
	);
	const { report, status } = await cluster.health("deploy/odd-one");
	const found = report.pods.flatMap(({ name, findings }) =>
		findings.map(({ code, message }) => ({ name, code, message })),
	);
	expect(found).toEqual([
		{
			name: odd,
			code: "KG106",
			message: "answers NOT_SERVING where its 2 siblings answer SERVING.",
		},
	]);
	expect({ verdict: report.summary.verdict, status }).toEqual({
		verdict: "degraded",
		status: 4,
	});
});

describe("Ready, and a service that is not serving", () => {
	test("because the probe asks for another service", async () => {
		expect(
			await seen("deploy/half", "--service", "user.UserService"),
		).toMatchObject({
			code: "KG102",
			message: expect.stringContaining(
				"grpc readiness probe asks for the whole server",
			),
			fix: "readinessProbe: {grpc: {port: 50051, service: user.UserService}}",
			status: 4,
		});
	});

	test("which the status of the whole server does not show", async () => {
		const { report, status } = await cluster.health("deploy/half");
		expect({ verdict: report.summary.verdict, status }).toEqual({
			verdict: "healthy",
			status: 0,
		});
	});
});

describe("SERVING, and not Ready", () => {
	test.each([
		["elsewhere", "asks port 50059, not 50051"],
		["localhost", "bound to localhost alone"],
		["companion", "these containers of the pod are not: cache"],
	])("%s: %s", async (app, words) => {
		expect(await seen(`deploy/${app}`)).toMatchObject({
			code: "KG101",
			message: expect.stringContaining(words),
			status: 0,
		});
	});
});

test("the service that a liveness probe asks for is checked too", async () => {
	expect(await seen("deploy/alive")).toMatchObject({
		code: "KG110",
		message: expect.stringContaining(
			'its grpc liveness probe asks for service "alive", which the server does not know.',
		),
		fix: "livenessProbe: {grpc: {port: 50051}}",
		status: 0,
	});
});

test("a grpc probe of a server without a health service fails for that reason", async () => {
	expect(await seen("deploy/no-health")).toMatchObject({
		code: "KG103",
		severity: "error",
		status: 3,
	});
});

test("a pod that declares no port is checked at --port", async () => {
	expect(await seen("deploy/no-port")).toMatchObject({
		code: "KG115",
		status: 2,
	});
	const { report, status } = await cluster.health(
		"deploy/no-port",
		"--port",
		"50051",
	);
	expect(report.pods[0]?.checks[0]?.status).toBe("SERVING");
	expect(status).toBe(0);
});
