import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CallStatistics } from "../../src/commands/call/repeat/report.ts";
import type { PodObject } from "../../src/kubernetes/objects/pod-object.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { openCluster, type TestCluster } from "./harness/cluster.ts";
import { deployment, endpointSlice, service } from "./harness/manifests.ts";
import { recorded } from "./harness/recorded.ts";
import { parseResult } from "./harness/schema.ts";

let cluster: TestCluster;
const folder = temporaryFolder(afterAll);

const GRPC = { ports: [{ port: 80, targetPort: "grpc" }] };

beforeAll(async () => {
	cluster = await openCluster();
	await cluster.create(
		deployment("users", { replicas: 3 }),
		deployment("lonely"),
		deployment("rolled"),
		deployment("scaled"),
		deployment("unready", { readiness: { tcpSocket: { port: 1 } } }),
		service("users", "users", GRPC),
		service("users-headless", "unready", { ...GRPC, clusterIP: "None" }),
		service("sticky", "lonely", { ...GRPC, sessionAffinity: "ClientIP" }),
		service("same", "lonely", GRPC),
		service("rolled", "rolled", GRPC),
		service("scaled", "scaled", GRPC),
	);
	await cluster.ready("users", 3);
	await cluster.ready("lonely");
	await cluster.endpoints("users", 3);
	await cluster.endpoints("sticky", 1);
	await cluster.endpoints("rolled", 1);
	await cluster.endpoints("scaled", 1);
});

afterAll(() => cluster[Symbol.asyncDispose]());

const GET_USER = "user.UserService/GetUser";
const DATA = ["-d", '{"id": "42"}'];
const call = (...args: readonly string[]) => cluster.run(["call", ...args]);

async function statistics(...args: readonly string[]) {
	const { stdout, stderr, status } = await call(...args, "-o", "json");
	if (stdout === "") throw new Error(`no statistics: ${stderr}`);
	const report = parseResult<CallStatistics>("CallStatistics", stdout);
	return { report, stderr, status };
}

/** A call that is repeated until it is ended, and recorded meanwhile. */
type Repeating = AsyncDisposable & {
	/** Resolves when a call to this pod, or to `(no endpoint)`, is over. */
	readonly called: (pod: string) => Promise<void>;
	/** Ends it as Ctrl-C does. Returns its statistics and its exit status. */
	readonly end: () => Promise<{
		readonly report: CallStatistics;
		readonly status: number;
	}>;
};

let recordings = 0;

function startRepeating(
	target: string,
	...flags: readonly string[]
): Repeating {
	recordings += 1;
	const name = `${recordings}.jsonl`;
	const running = cluster.start([
		...["call", target, GET_USER, ...DATA, ...flags],
		...["--repeat=1000000", "--interval=20ms", "-o", "json"],
		...["--record", join(folder, name)],
	]);
	return {
		called: (pod) =>
			recorded(
				folder,
				join(folder, name),
				`"name":"${pod}"},"received":`,
				AbortSignal.timeout(30_000),
			),
		end: async () => {
			running.signal("SIGINT");
			const { stdout, status } = await running.finished;
			const report = parseResult<CallStatistics>("CallStatistics", stdout);
			const replay = ["--replay", join(folder, name), "-o", "json"];
			const again = await cluster.run(["call", ...replay]);
			expect(again).toMatchObject({ stdout, status });
			return { report, status };
		},
		[Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
	};
}

describe("a call that is repeated", () => {
	test("is counted, over one connection", async () => {
		const { stdout, stderr, status } = await call(
			"deploy/users",
			GET_USER,
			...DATA,
			"--repeat=200",
		);
		expect(stdout).toMatch(/^POD +STATUS +CALLS +P50 +P90 +P99 +MAX\n/);
		expect(stdout).toMatch(/\nusers-\S+ +OK +200( +\S+m?s){4}\n/);
		expect(stdout).toMatch(/\n200 calls in \S+, \S+\/s: OK 200\n$/);
		expect(stderr).toMatch(/^pod users-\S+\n$/);
		expect(status).toBe(0);
	});

	test("shows all pods side by side", async () => {
		const { report, status } = await statistics(
			"deploy/users",
			GET_USER,
			...DATA,
			"--all-pods",
			"--repeat=30",
			"--concurrency=3",
		);
		expect(report).toMatchObject({ calls: 90, via: null, concurrency: 3 });
		expect(report.pods).toHaveLength(3);
		for (const pod of report.pods)
			expect(pod).toMatchObject({
				calls: 30,
				connections: 1,
				unreachable: null,
				statuses: [{ name: "OK", calls: 30 }],
			});
		expect(status).toBe(0);
	});

	test("has the exit status of its failures", async () => {
		const { stdout, status } = await call(
			"deploy/users",
			GET_USER,
			"-d",
			'{"id": "none"}',
			"--repeat=5",
		);
		expect(stdout).toMatch(/ NOT_FOUND +5 /);
		expect(stdout).toContain("\nNOT_FOUND: no user none\n");
		expect(status).toBe(64 + 5);
	});

	test("reads streams to their end", async () => {
		const { report } = await statistics(
			"deploy/lonely",
			"ListUsers",
			"-d",
			'{"limit": 2}',
			"--repeat=5",
		);
		expect(report).toMatchObject({
			method: "user.UserService/ListUsers",
			calls: 5,
			received: 10,
		});
	});

	test("works with an address", async () => {
		const [pod = ""] = await cluster.ready("lonely");
		const address = await cluster.address(pod);
		const { report } = await statistics(
			address,
			GET_USER,
			...DATA,
			"--repeat=3",
		);
		expect(report.pods).toMatchObject([
			{ name: address, namespace: "", calls: 3 },
		]);
	});

	test("keeps its interval", async () => {
		const { report } = await statistics(
			"deploy/lonely",
			GET_USER,
			...DATA,
			"--repeat=4",
			"--interval=100ms",
		);
		expect(report.durationMs).toBeGreaterThan(290);
	});

	test("prints its statistics on Ctrl-C", async () => {
		await using running = startRepeating("deploy/lonely");
		const [pod = ""] = await cluster.ready("lonely");
		await running.called(pod);
		const { report, status } = await running.end();
		expect(report.calls).toBeGreaterThanOrEqual(1);
		expect(report.statuses).toMatchObject([
			{ name: "OK", calls: report.calls },
		]);
		expect(status).toBe(130);
	});
});

describe("via a Service", () => {
	const via = (target: string, ...args: readonly string[]) =>
		[target, GET_USER, ...DATA, "--via", "service", ...args] as const;

	test("one call goes to one endpoint, which is named", async () => {
		const { stdout, stderr, status } = await call(...via("svc/users"));
		expect(JSON.parse(stdout)).toMatchObject({ name: "Ada" });
		expect(stderr).toMatch(
			/^via service users: kube-proxy would choose one of 3 endpoints; this connection got pod\/users-\S+\n$/,
		);
		expect(status).toBe(0);
	});

	test("many calls reach every pod", async () => {
		const { report, stderr, status } = await statistics(
			...via("svc/users", "--repeat=60", "--concurrency=4"),
		);
		expect(report).toMatchObject({
			calls: 60,
			via: { service: "users", addressing: "cluster-ip", endpoints: 3 },
			statuses: [{ name: "OK", calls: 60 }],
		});
		for (const { calls, connections } of report.pods) {
			// The chance that all 60 calls miss a pod is 3 in 10^11.
			expect(calls).toBeGreaterThan(0);
			expect(connections).toBe(calls);
		}
		expect(stderr).toContain("each call gets a connection of its own");
		expect(status).toBe(0);
	});

	const startRepeatingVia = (service: string) =>
		startRepeating(`svc/${service}`, "--via", "service");

	const ofUsers = (pods: readonly PodObject[]) =>
		pods.filter(({ metadata }) => metadata?.labels?.["app"] === "users");

	/** Resolves to the name of a Ready pod of an app that is not the old one. */
	async function replacement(app: string, old: string): Promise<string> {
		const isNew = ({ metadata, status }: PodObject) =>
			metadata?.labels?.["app"] === app &&
			metadata.name !== old &&
			status?.conditions?.some(
				({ type, status }) => type === "Ready" && status === "True",
			) === true;
		const pods = await cluster.pods(
			(all) => all.some(isNew),
			`a new pod of ${app}`,
		);
		return pods.find(isNew)?.metadata?.name ?? "";
	}

	const answered = (name: string) =>
		expect.objectContaining({
			name,
			statuses: expect.arrayContaining([
				expect.objectContaining({ name: "OK" }),
			]),
		});

	test("a rollout is followed", async () => {
		const [old = ""] = await cluster.ready("rolled");
		await using running = startRepeatingVia("rolled");
		await running.called(old);
		const metadata = { annotations: { restarted: "yes" } };
		await cluster.patch(deployment("rolled"), {
			spec: { template: { metadata } },
		});
		const current = await replacement("rolled", old);
		await running.called(current);
		const { report } = await running.end();
		expect(report.pods).toEqual(
			expect.arrayContaining([answered(old), answered(current)]),
		);
	});

	test("without a selector the pods that its EndpointSlices name are followed", async () => {
		const pods = await cluster.pods(
			(all) => ofUsers(all).length === 3,
			"the pods of users",
		);
		const [first, second] = ofUsers(pods);
		if (first === undefined || second === undefined) throw new Error("no pods");
		const names = [first, second].map(({ metadata }) => metadata?.name ?? "");
		const [before = "", after = ""] = names;
		await cluster.create(
			service("written", "", { ...GRPC, selector: undefined }),
			endpointSlice("written", [first]),
		);
		await cluster.endpoints("written", 1);
		await using running = startRepeatingVia("written");
		await running.called(before);
		await cluster.patch(
			endpointSlice("written", []),
			endpointSlice("written", [second]),
		);
		await running.called(after);
		const { report } = await running.end();
		expect(report.statuses.map((each) => each.name)).toEqual(["OK"]);
		expect(report.pods.map((each) => each.name)).toEqual(names);
	});

	test("while there is no endpoint, connections are refused", async () => {
		const [old = ""] = await cluster.ready("scaled");
		await using running = startRepeatingVia("scaled");
		await running.called(old);
		await cluster.patch(deployment("scaled"), { spec: { replicas: 0 } });
		await running.called("(no endpoint)");
		await cluster.patch(deployment("scaled"), { spec: { replicas: 1 } });
		const current = await replacement("scaled", old);
		await running.called(current);
		const { report } = await running.end();
		expect(report.pods).toEqual(
			expect.arrayContaining([
				answered(old),
				expect.objectContaining({
					name: "(no endpoint)",
					statuses: [
						expect.objectContaining({
							name: "UNAVAILABLE",
							message: expect.stringContaining("no ready endpoint"),
						}),
					],
				}),
				answered(current),
			]),
		);
	});

	test("a workload leads to its only Service", async () => {
		const { stderr, status } = await call(...via("deploy/users"));
		expect(stderr).toContain("svc/users is the only Service");
		expect(status).toBe(0);
	});

	test("a workload of two Services does not lead to either", async () => {
		const { stderr, status } = await call(...via("deploy/lonely"));
		expect(stderr).toContain("several Services select the pods");
		expect(stderr).toContain("same and sticky");
		expect(status).toBe(1);
	});

	test("session affinity is reported", async () => {
		const { stderr } = await call(...via("svc/sticky"));
		expect(stderr).toContain("sessionAffinity ClientIP");
	});

	test("without a ready endpoint the connection is refused", async () => {
		await cluster.pods(
			(pods) =>
				pods.some(
					({ metadata, status }) =>
						metadata?.labels?.["app"] === "unready" &&
						status?.phase === "Running",
				),
			"a pod of unready",
		);
		const { stderr, status } = await call(...via("svc/users-headless"));
		expect(stderr).toContain("has no ready endpoint");
		expect(stderr).toContain("its DNS name resolves to nothing");
		expect(stderr).toContain("kubectl grpc health svc/users-headless");
		expect(status).toBe(2);
	});
});
