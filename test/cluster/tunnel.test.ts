// The tunnel against a real API server, kubelet and container runtime: their exact messages, and the errors that the tunnel
// makes of them.
import { once } from "node:events";
import type { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";
import {
	afterAll,
	beforeAll,
	describe,
	expect,
	it,
	onTestFinished,
	vi,
} from "vitest";
import { WebSocket } from "ws";
import type { Cluster } from "../../src/kubernetes/cluster.ts";
import {
	type OpenTunnelOptions,
	openTunnel,
} from "../../src/kubernetes/tunnel/open-tunnel.ts";
import {
	apply,
	createNamespace,
	deleteNamespace,
	type Environment,
	kubectl,
	serverPod,
} from "./pods.ts";
import {
	closed,
	clusterAs,
	failureOf,
	sessionIn,
	transferOver,
} from "./tunnels.ts";

const namespace = "tunnel";
const ENDLESS = { HEALTH_HOSTILE: "endless" };
const PODS: Readonly<Record<string, Environment>> = {
	plain: {},
	"pod-address": { BIND: "pod" },
	reset: { PROTOCOL: "reset" },
	complete: { START: "complete" },
	deleted: ENDLESS,
	forced: ENDLESS,
	silent: { PROTOCOL: "silent" },
};

/** A pod that no node accepts. */
const PENDING = {
	apiVersion: "v1",
	kind: "Pod",
	metadata: { namespace, name: "pending" },
	spec: {
		nodeSelector: { no: "node" },
		containers: [{ name: "server", image: "none" }],
	},
};

let cluster: Cluster;

beforeAll(async () => {
	await createNamespace(namespace);
	const pods = Object.entries(PODS).map(([name, environment]) =>
		serverPod({ namespace, name }, environment),
	);
	await apply(PENDING, ...pods);
	const running = Object.keys(PODS).filter((name) => name !== "complete");
	await kubectl([
		"wait",
		"--namespace",
		namespace,
		"--for=condition=Ready",
		"--timeout=60s",
		...running.map((name) => `pod/${name}`),
	]);
	await kubectl([
		"wait",
		"--namespace",
		namespace,
		"--for=jsonpath={.status.phase}=Succeeded",
		"--timeout=60s",
		"pod/complete",
	]);
	cluster = await clusterAs("admin");
});
afterAll(async () => {
	cluster.close();
	await deleteNamespace(namespace);
});

function open(
	pod: string,
	{
		port = 50051,
		through = cluster,
		...options
	}: Partial<OpenTunnelOptions> & { port?: number; through?: Cluster } = {},
): Promise<Duplex> {
	return openTunnel(
		through,
		{ namespace, pod, port },
		{ signal: new AbortController().signal, timeoutMs: 10_000, ...options },
	);
}

describe("an open tunnel", () => {
	it("carries an HTTP/2 session", async () => {
		const stream = await open("plain");
		const session = sessionIn(stream);
		await once(session, "remoteSettings");
		session.close();
		expect(await closed(stream)).toBeNull();
	});

	it("is kept alive by pings, which the container runtime answers", async () => {
		const pings = vi.spyOn(WebSocket.prototype, "ping");
		onTestFinished(() => pings.mockRestore());
		const heartbeat = { intervalMs: 100, tolerated: 5 };
		const stream = await open("silent", { heartbeat });
		await expect
			.poll(() => pings.mock.calls.length, { timeout: 10_000 })
			.toBeGreaterThan(2 * heartbeat.tolerated);
		expect(stream.destroyed).toBe(false);
		stream.destroy();
		expect(await closed(stream)).toBeNull();
	});

	it("resumes the TLS session of earlier requests", async () => {
		const through = await clusterAs("admin");
		const { agent } = await through.credentials();
		(await open("plain", { through })).destroy();
		const resumed: boolean[] = [];
		const connectAgain = agent.createConnection.bind(agent);
		agent.createConnection = (options, callback) => {
			const socket = connectAgain(options, callback);
			if (socket instanceof TLSSocket)
				socket.once("secureConnect", () =>
					resumed.push(socket.isSessionReused()),
				);
			return socket;
		};
		const streams = await Promise.all(
			Array.from({ length: 10 }, () => open("plain", { through })),
		);
		for (const stream of streams) stream.destroy();
		expect(resumed).toEqual(streams.map(() => true));
	});
});

describe("a port that is refused", () => {
	it("is reported every time, even when the text is lost on the way", async () => {
		const codes = new Set<string>();
		for (let i = 0; i < 100; i += 1)
			codes.add((await failureOf(open("plain", { port: 9 }))).code);
		expect([...codes]).toEqual(["connection-refused"]);
	});

	it("is reported in containerd's words", async () => {
		const { cause } = await failureOf(open("plain", { port: 9 }));
		expect(String(cause)).toMatch(
			/^Error: error forwarding port 9 to pod (\w{64}), uid : failed to execute portforward in network namespace "\S+": failed to connect to localhost:9 inside namespace "\1", IPv4: dial tcp4 127\.0\.0\.1:9: connect: connection refused IPv6 dial tcp6: .+ $/,
		);
	});

	it("is refused too when the server is bound to the pod's address alone", async () => {
		const { code } = await failureOf(open("pod-address"));
		expect(code).toBe("connection-refused");
	});
});

describe("a pod that cannot be reached", () => {
	it.each([
		[
			"complete",
			"is not running",
			'HTTP 500: pod not found ("complete_tunnel")',
		],
		[
			"pending",
			"is not on a node yet",
			"pod pending does not have a host assigned",
		],
		["nobody", "does not exist", 'pods \\"nobody\\" not found'],
	])("%s %s", async (pod, trouble, text) => {
		const error = await failureOf(open(pod));
		expect(error.code).toBe("pod-gone");
		expect(error.message).toBe(`pod tunnel/${pod} ${trouble}`);
		expect(String(error.cause)).toContain(text);
	});
});

it("a server that resets is connection-lost", async () => {
	const error = await failureOf(open("reset"));
	expect(error.code).toBe("connection-lost");
	expect(String(error.cause)).toMatch(
		// The reset may arrive while containerd dials, reads or copies. A write after the reset breaks the pipe.
		/\b127\.0\.0\.1:50051\b.*: (connection reset by peer|broken pipe)\b/,
	);
});

it("a user without the right is told which right is missing", async () => {
	const through = await clusterAs("viewer");
	const error = await failureOf(open("plain", { through }));
	expect(error).toMatchObject({
		code: "forbidden",
		message:
			'port-forward to pods in namespace "tunnel" is forbidden for user "viewer"',
	});
	expect(error.facts).toMatchObject({
		verb: "get",
		resource: "pods/portforward",
	});
});

describe("a pod deleted under way", () => {
	it.each([
		["deleted", []],
		["forced", ["--grace-period=0", "--force"]],
	])("%s", async (pod, flags) => {
		const stream = await transferOver(open(pod));
		const end = closed(stream);
		await kubectl([
			"delete",
			`pod/${pod}`,
			"--namespace",
			namespace,
			"--wait=false",
			...flags,
		]);
		expect(await end).toMatchObject({ code: "pod-gone" });
	});
});
