import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { HealthReport } from "../../src/commands/health/report.ts";
import type { PodObject } from "../../src/kubernetes/objects/pod-object.ts";
import { openCluster, type TestCluster } from "./harness/cluster.ts";
import {
	deployment,
	pod,
	service,
	type WorkloadKind,
	workload,
} from "./harness/manifests.ts";

let cluster: TestCluster;

const KINDS: readonly (readonly [
	kind: WorkloadKind,
	app: string,
	words: readonly string[],
])[] = [
	[
		"Deployment",
		"kind-deploy",
		["deploy/", "deployment/", "deployments.apps/"],
	],
	["StatefulSet", "kind-sts", ["sts/", "statefulset/"]],
	["DaemonSet", "kind-ds", ["ds/"]],
	["ReplicaSet", "kind-rs", ["rs/"]],
	["ReplicationController", "kind-rc", ["rc/"]],
	["Job", "kind-job", ["job/"]],
];

/** No node matches, so the pod stays Pending. */
const NOWHERE = {
	spec: { nodeSelector: { "kubernetes.io/hostname": "no-such-node" } },
};
const SIDECAR = {
	name: "istio-proxy",
	image: "kubectl-grpc.test/user-service:v1",
	imagePullPolicy: "Never",
	env: [{ name: "PORT", value: "15090" }],
	ports: [{ name: "grpc-xds", containerPort: 15090 }],
};
const TWO_PORTS = [
	{ name: "metrics", containerPort: 9090 },
	{ name: "api", containerPort: 50051 },
] as const;

beforeAll(async () => {
	cluster = await openCluster();
	await cluster.create(
		...KINDS.map(([kind, app]) => workload(kind, app)),
		pod("kind-pod"),
		deployment("pending", NOWHERE),
		deployment("crashing", { env: { START: "crash" } }),
		workload("Job", "completed", {
			env: { START: "complete" },
			readiness: "none",
		}),
		deployment("none-wanted", { replicas: 0 }),
		deployment("with-sidecar", { before: [SIDECAR] }),
		deployment("named-port", { ports: TWO_PORTS }),
		service("named", "named-port", {
			ports: [{ name: "grpc", port: 80, targetPort: "api" }],
		}),
		service("headless", "named-port", {
			clusterIP: "None",
			ports: [{ name: "grpc", port: 80, targetPort: 50051 }],
		}),
		deployment("ends", {
			env: { DRAIN: "ignore" },
			spec: { terminationGracePeriodSeconds: 60 },
		}),
	);
	for (const [, app] of KINDS)
		await cluster.pods(
			(pods) =>
				pods.some(
					(one) => one.metadata?.labels?.["app"] === app && isReady(one),
				),
			app,
		);
	for (const app of ["kind-pod", "with-sidecar", "named-port", "ends"])
		await cluster.ready(app);
});

afterAll(() => cluster[Symbol.asyncDispose]());

function isReady(one: PodObject): boolean {
	return (
		one.status?.conditions?.some(
			({ type, status }) => type === "Ready" && status === "True",
		) ?? false
	);
}

const completed = () =>
	cluster.pods(
		(pods) =>
			pods.some(
				(one) =>
					one.metadata?.labels?.["app"] === "completed" &&
					one.status?.phase === "Succeeded",
			),
		"the job to complete",
	);

const served = ({ summary }: HealthReport) => summary.verdict;

describe("targets", () => {
	test.each(
		KINDS.flatMap(([, app, words]) => words.map((word) => `${word}${app}`)),
	)("%s", async (target) => {
		const { report, status } = await cluster.health(target);
		expect({ verdict: served(report), status }).toEqual({
			verdict: "healthy",
			status: 0,
		});
		expect(new Set(report.pods.map(({ origin }) => origin)).size).toBe(1);
	});

	test.each(["kind-pod", "pod/kind-pod", "po kind-pod", "-l app=kind-pod"])(
		"%s",
		async (words) => {
			const { report } = await cluster.health(...words.split(" "));
			expect(report.pods.map(({ name }) => name)).toEqual(["kind-pod"]);
		},
	);

	test("several targets at once show each pod once", async () => {
		const { report } = await cluster.health(
			"deploy/kind-deploy",
			"sts/kind-sts",
			"svc/named",
			"deploy/named-port",
		);
		expect(report.pods.map(({ origin }) => origin)).toEqual([
			"deploy/kind-deploy",
			"sts/kind-sts",
			"svc/named",
		]);
	});

	test("no target at all means every workload that shows evidence of gRPC", async () => {
		const { report } = await cluster.health();
		const origins = report.pods.map(({ origin }) => origin);
		expect(origins).toEqual(
			expect.arrayContaining([
				"deploy/kind-deploy",
				"sts/kind-sts",
				"ds/kind-ds",
			]),
		);
	});

	test("no target at all with -A means those of every namespace, each with its own", async () => {
		const { report } = await cluster.health("-A");
		const here = report.pods.filter(
			({ namespace }) => namespace === cluster.namespace,
		);
		expect(here.map(({ origin }) => origin)).toEqual(
			expect.arrayContaining(["deploy/kind-deploy", "sts/kind-sts"]),
		);
	});

	test("-A shows the namespace even when there is one only, as kubectl does", async () => {
		const { stdout } = await cluster.run([
			...["health", "-A", "-l", "app=kind-pod"],
		]);
		const [header = "", row = ""] = stdout.split("\n");
		expect(header).toMatch(/^NAMESPACE +POD +READY/);
		expect(row.split(/ +/).slice(0, 2)).toEqual([
			cluster.namespace,
			"kind-pod",
		]);
	});
});

describe("ports", () => {
	test("a Service's named targetPort is looked up in the pod", async () => {
		const { report } = await cluster.health("svc/named");
		expect(report.pods[0]).toMatchObject({
			port: 50051,
			portReason: expect.stringContaining("Service named"),
		});
		expect(served(report)).toBe("healthy");
	});

	test("a headless Service whose targetPort differs is resolved to the pod's port, and the output says so", async () => {
		const { report, status } = await cluster.health("svc/headless");
		expect(report.pods[0]?.port).toBe(50051);
		expect(report.pods[0]?.findings.map(({ code }) => code)).toEqual(["KG118"]);
		expect(status).toBe(0);
	});

	test("a sidecar's port is not taken for the server's", async () => {
		const { report } = await cluster.health("deploy/with-sidecar");
		expect(report.pods[0]?.port).toBe(50051);
		expect(served(report)).toBe("healthy");
	});

	test("--container uses the ports of that container only", async () => {
		const proxy = ["deploy/with-sidecar", "--container", "istio-proxy"];
		const { report, status } = await cluster.health(...proxy);
		expect(report.pods[0]?.port).toBe(15090);
		expect({ verdict: served(report), status }).toEqual({
			verdict: "healthy",
			status: 0,
		});
		const { stderr, status: slip } = await cluster.run([
			...["health", "deploy/with-sidecar", "-c", "istio"],
		]);
		expect(stderr).toBe(
			"error: no pod has a container named istio\n  its containers: istio-proxy and server\n",
		);
		expect(slip).toBe(1);
	});

	test("--port takes a name, and a number on which nothing listens", async () => {
		expect(
			(await cluster.health("deploy/named-port", "--port", "api")).status,
		).toBe(0);
		expect(
			(await cluster.health("deploy/named-port", "--port", "50059")).status,
		).toBe(2);
	});
});

describe("pods that do not run", () => {
	test.each([
		["pending", "Pending"],
		["crashing", "CrashLoopBackOff"],
	])("%s: a row that says %s", async (app, status) => {
		await cluster.pods(
			(pods) =>
				pods.some(
					(one) =>
						one.metadata?.labels?.["app"] === app &&
						(status === "Pending" ||
							one.status?.containerStatuses?.[0]?.state?.waiting?.reason ===
								status),
				),
			`${app} to be ${status}`,
		);
		// A crashing container runs for a moment each time that it is restarted.
		await vi.waitFor(
			async () => {
				const { report, status: exit } = await cluster.health(`deploy/${app}`);
				expect(report.pods[0]).toMatchObject({
					status,
					checks: [{ status: "UNREACHABLE" }],
					findings: [{ code: "KG114" }],
				});
				expect(exit).toBe(2);
				const { stderr, status: listed } = await cluster.run([
					...["list", `deploy/${app}`],
				]);
				expect(stderr).toMatch(/^error: pod \S+ cannot be asked \(/m);
				expect(listed).toBe(2);
			},
			{ timeout: 30_000 },
		);
	});

	test("a completed one is shown and not counted", async () => {
		await completed();
		const { report } = await cluster.health(
			"-l",
			"app in (completed, kind-pod)",
		);
		expect(report.summary).toMatchObject({
			pods: 1,
			serving: 1,
			verdict: "healthy",
		});
		expect(report.pods.find(({ counted }) => !counted)).toMatchObject({
			status: "Completed",
			findings: [],
		});
	});

	test.each<[string, readonly string[], RegExp]>([
		["diff", [], /^1 schema on 1 pod, 1 not known\n/],
		[
			"call",
			["user.UserService/ListUsers", "--all-pods"],
			/\nthe same answer from 1 pod, 1 terminating or ended\n$/,
		],
		[
			"call",
			["user.UserService/ListUsers", "--all-pods", "--repeat", "2"],
			/: OK 2, 1 pod terminating or ended\n$/,
		],
	])("a completed one fails no %s %j", async (command, words, expected) => {
		await completed();
		const { stdout, status } = await cluster.run([
			command,
			"-l",
			"app in (completed, kind-pod)",
			...words,
		]);
		expect(stdout).toMatch(expected);
		expect(status).toBe(0);
	});

	test.each([{ words: [] }, { words: ["--repeat", "2"] }])(
		"nor does it keep a misspelt method from being told $words",
		async ({ words }) => {
			await completed();
			const { stderr, status } = await cluster.run([
				"call",
				"-l",
				"app in (completed, kind-pod)",
				"user.UserService/ListUser",
				"--all-pods",
				...words,
			]);
			expect(stderr).toMatch(/^error: user\.UserService has no method /m);
			expect(status).toBe(1);
		},
	);

	test("zero replicas are an error that says so", async () => {
		const { stderr, status } = await cluster.run([
			"health",
			"deploy/none-wanted",
		]);
		expect(stderr).toMatch(/^error: .*none-wanted.*\n/);
		expect(stderr).toContain("0 replicas");
		expect(status).toBe(1);
	});

	test("a terminating one is checked and shown, and not counted", async () => {
		const [name = ""] = await cluster.ready("ends");
		await cluster.remove(pod(name));
		await cluster.pods(
			(pods) =>
				pods.some(
					(one) =>
						one.metadata?.name === name &&
						one.metadata.deletionTimestamp !== undefined,
				),
			"the pod to terminate",
		);
		const { report } = await cluster.health("-l", "app=ends");
		expect(report.pods.find((one) => one.name === name)).toMatchObject({
			terminating: true,
			counted: false,
			checks: [{ code: "OK" }],
		});
		await cluster.remove(pod(name), { graceSeconds: 0 });
	});
});

describe("rights", () => {
	test("without pods/portforward there is one error, with the role that would allow it", async () => {
		const { stdout, stderr, status } = await cluster.run(
			["health", "deploy/kind-deploy"],
			"viewer",
		);
		expect(stderr).toMatch(/^error: .*forbidden.*"?viewer"?/);
		expect(stderr).toContain("pods/portforward");
		expect(stderr).toMatch(
			/kubectl create role .*--verb=.*--resource=.*pods\/portforward/,
		);
		expect({ stdout, status }).toEqual({ stdout: "", status: 1 });
	});

	test("without any right the error names the first that is missing", async () => {
		const { stderr, status } = await cluster.run(
			["health", "deploy/kind-deploy"],
			"jane",
		);
		expect(stderr).toMatch(/^error: .*deployments.*\n/);
		expect(stderr).toContain("kubectl create role");
		expect(status).toBe(1);
	});
});

test("50 pods are all checked and all serving", async () => {
	await cluster.create(
		deployment("fleet", { replicas: 50, readiness: "grpc" }),
	);
	await cluster.ready("fleet", 50);
	const { report, status } = await cluster.health("deploy/fleet");
	expect(report.summary).toMatchObject({
		pods: 50,
		serving: 50,
		verdict: "healthy",
	});
	expect(status).toBe(0);
	await cluster.remove(deployment("fleet"));
}, 180_000);
