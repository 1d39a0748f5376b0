import { once } from "node:events";
import { get } from "node:https";
import type { Duplex } from "node:stream";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import type { PluginError } from "../../../../src/errors.ts";
import type { Cluster } from "../../../../src/kubernetes/cluster.ts";
import { openTunnel } from "../../../../src/kubernetes/tunnel/open-tunnel.ts";
import { errorOf } from "../../plugin-error.ts";
import { tcpServer } from "../../tcp-server.ts";
import { manyTurns } from "../../turns.ts";
import {
	type Answer,
	clusterAt,
	type FakeApiServer,
	type FakeOptions,
	startApiServer,
} from "./fake-api-server.ts";

const ADDRESS = { namespace: "shop", pod: "pod-a", port: 50051 };
const REFUSED =
	'error forwarding port 50051 to pod 6d3c, uid : failed to execute portforward in network namespace "/var/run/netns/cni-5a": failed to connect to localhost:50051 inside namespace "6d3c", IPv4: dial tcp4 127.0.0.1:50051: connect: connection refused IPv6 dial tcp6 [::1]:50051: connect: connection refused ';

let server: FakeApiServer | undefined;
afterEach(async () => {
	await server?.stop();
	server = undefined;
});

async function start(options: FakeOptions): Promise<FakeApiServer> {
	server = await startApiServer(options);
	return server;
}

function open(
	cluster: Cluster,
	{ signal = new AbortController().signal, timeoutMs = 5000 } = {},
): Promise<Duplex> {
	return openTunnel(cluster, ADDRESS, { signal, timeoutMs });
}

describe.each(["http", "https"] as const)("over %s", (scheme) => {
	test("bytes go there and back, and end() ends both ways", async () => {
		const { cluster } = await start({ scheme });
		const stream = await open(cluster);
		stream.write("hello ");
		stream.write("pod");
		let received = "";
		for await (const chunk of stream) {
			received += chunk;
			if (received === "hello pod") stream.end();
		}
		expect(received).toBe("hello pod");
		expect(stream.errored).toBeNull();
	});

	test("the request carries path, port, subprotocol and identity", async () => {
		const { cluster, upgrades } = await start({ scheme });
		(await open(cluster)).destroy();
		expect(upgrades[0]?.url).toBe(
			"/api/v1/namespaces/shop/pods/pod-a/portforward?ports=50051",
		);
		expect(upgrades[0]?.headers).toMatchObject({
			"sec-websocket-protocol": "v4.channel.k8s.io",
			authorization: "Bearer token-0",
			"impersonate-group": "a, b",
		});
		expect(upgrades[0]?.headers).not.toHaveProperty("sec-websocket-extensions");
		// A kubelet of 1.34 answers 406 to `Accept: application/json`.
		expect(upgrades[0]?.headers).not.toHaveProperty("accept");
	});
});

test("an API server below a path is asked below that path", async () => {
	const { cluster, upgrades } = await start({});
	const below = { ...cluster, server: `${cluster.server}/k8s/clusters/c-1` };
	(await open(below)).destroy();
	expect(upgrades[0]?.url).toMatch(/^\/k8s\/clusters\/c-1\/api\/v1\//);
});

test("a kubelet that closes before it forwards anything is told of", async () => {
	const { cluster } = await start({
		forward: ({ socket }) => socket.close(1000),
	});
	expect(await errorOf(open(cluster))).toMatchObject({
		code: "tunnel-failed",
		message: "the kubelet closed the tunnel before it forwarded anything",
	});
});

describe("a refused port", () => {
	test("rejects when the text comes with the port frames", async () => {
		const { cluster } = await start({
			forward: (tunnel) => {
				tunnel.confirm();
				tunnel.errorText(REFUSED);
				tunnel.socket.close(1000);
			},
		});
		const error = await errorOf(open(cluster));
		expect(error.code).toBe("connection-refused");
		expect(error.message).toBe(
			"pod shop/pod-a refuses connections on port 50051",
		);
		expect(error.cause).toEqual(new Error(REFUSED));
	});

	test("destroys the stream when it comes later", async () => {
		const { cluster } = await start({
			forward: (tunnel) => {
				tunnel.confirm();
				tunnel.socket.once("message", () => {
					tunnel.errorText(REFUSED);
					tunnel.socket.close(1000);
				});
			},
		});
		const stream = await open(cluster);
		stream.write("PRI * HTTP/2.0");
		await once(stream, "close").catch(() => {});
		expect(stream.errored).toMatchObject({ code: "connection-refused" });
	});

	test("needs no close from the node", async () => {
		const { cluster } = await start({
			forward: (tunnel) => {
				tunnel.confirm();
				tunnel.errorText(REFUSED);
			},
		});
		const error = await errorOf(open(cluster));
		expect(error.code).toBe("connection-refused");
	});
});

describe("answers other than an upgrade", () => {
	test.each([
		[403, '{"kind": "Status", "reason": "Forbidden"}', "forbidden"],
		[403, "Forbidden", "tunnel-failed"],
		[302, "", "tunnel-failed"],
		[200, "", "tunnel-failed"],
	])("%i %s is %s", async (status, body, code) => {
		const answer = { status, body };
		const { cluster, upgrades } = await start({ refuse: () => answer });
		expect((await errorOf(open(cluster))).code).toBe(code);
		expect(upgrades).toHaveLength(1);
	});

	test("a page without end is cut", async () => {
		const { cluster } = await start({
			refuse: () => ({ status: 200, body: "x".repeat(1024 * 1024) }),
		});
		const error = await errorOf(open(cluster));
		expect(String(error.cause).length).toBeLessThan(20_000);
	});

	test("401 renews the credentials once, then succeeds", async () => {
		const { cluster, upgrades } = await start({
			refuse: ({ headers }) =>
				headers.authorization === "Bearer token-0"
					? { status: 401 }
					: undefined,
		});
		(await open(cluster)).destroy();
		expect(upgrades.map(({ headers }) => headers.authorization)).toEqual([
			"Bearer token-0",
			"Bearer token-1",
		]);
	});

	test("401 for several tunnels renews the credentials once for all of them", async () => {
		const { cluster, upgrades } = await start({
			refuse: ({ headers }) =>
				headers.authorization === "Bearer token-0"
					? { status: 401 }
					: undefined,
		});
		const streams = await Promise.all([1, 2, 3].map(() => open(cluster)));
		for (const stream of streams) stream.destroy();
		const asked = upgrades.map(({ headers }) => headers.authorization);
		expect(new Set(asked)).toEqual(
			new Set(["Bearer token-0", "Bearer token-1"]),
		);
	});

	test("401 after renewal is the end", async () => {
		const { cluster, upgrades } = await start({
			refuse: () => ({ status: 401 }),
		});
		expect((await errorOf(open(cluster))).code).toBe("unauthorized");
		expect(upgrades).toHaveLength(2);
	});

	test.each<[number, string]>([
		[429, "throttled"],
		[503, "api-error"],
	])("%i is asked again, and is the error in the end", async (status, code) => {
		const refuse = (): Answer => ({ status, headers: { "Retry-After": "0" } });
		const { cluster, upgrades } = await start({ refuse });
		const error = await errorOf(open(cluster, { timeoutMs: 500 }));
		expect(error.code).toBe(code);
		expect(upgrades.length).toBeGreaterThan(1);
	});

	test("an API server that comes back is good enough", async () => {
		let asked = 0;
		const { cluster } = await start({
			refuse: () => {
				asked += 1;
				return asked === 1 ? { status: 503 } : undefined;
			},
		});
		const stream = await open(cluster);
		stream.destroy();
		expect(asked).toBe(2);
	});
});

describe("an upgrade that came back damaged", () => {
	test.each([
		["without the subprotocol", []],
		["with another subprotocol", ["chat"]],
	])("%s", async (_, subprotocols) => {
		const { cluster } = await start({ subprotocols });
		const error = await errorOf(open(cluster));
		expect(error.code).toBe("tunnel-failed");
		expect(error.hint[0]).toContain("does not pass WebSocket upgrades");
	});

	test("with the port of another", async () => {
		const { cluster } = await start({
			forward: ({ socket }) => socket.send(Buffer.from([0, 80, 0])),
		});
		const error = await errorOf(open(cluster));
		expect(error.code).toBe("tunnel-failed");
		expect(error.message).toContain("port 80 instead of 50051");
	});

	test("with a close before the port", async () => {
		const { cluster } = await start({
			forward: ({ socket }) => socket.close(1000),
		});
		const error = await errorOf(open(cluster));
		expect(error.code).toBe("tunnel-failed");
	});
});

describe("no API server", () => {
	test("nothing listens", async () => {
		const { cluster, kill } = await start({});
		await kill();
		const error = await errorOf(open(cluster));
		expect(error.code).toBe("api-unreachable");
		expect(error.message).toContain("refuses connections");
	});

	test("its certificate does not verify", async () => {
		const { cluster } = await start({ scheme: "https" });
		const stranger = clusterAt(cluster.server);
		const error = await errorOf(open(stranger));
		expect(error.code).toBe("api-certificate");
	});

	test("it breaks off before the answer", async () => {
		const { cluster } = await start({
			refuse: (request) => {
				request.socket.destroy();
				return "never";
			},
		});
		const error = await errorOf(open(cluster, { timeoutMs: 300 }));
		expect(error.code).toBe("api-unreachable");
	});
});

describe("time and interruption", () => {
	const never = new Promise<never>(() => {});
	/** What the opening waits for, the words for it in an error, and a cluster that reports when it is reached. */
	type Stage = readonly [
		name: string,
		message: string,
		makeCluster: (reached: () => void) => Promise<Cluster>,
	];
	const refusing = async (refuse: () => Answer | "never") =>
		(await start({ refuse })).cluster;
	const stages: readonly Stage[] = [
		[
			"credentials",
			"no credentials for the API server",
			async (reached) => ({
				...clusterAt("http://127.0.0.1:1"),
				credentials: () => {
					reached();
					return never;
				},
			}),
		],
		[
			"connection",
			"no connection to the API server",
			async (reached) =>
				clusterAt(`https://127.0.0.1:${await tcpServer(reached)}`),
		],
		[
			"answer",
			"the port-forward to pod shop/pod-a did not start within 5s,the API server waits for the kubelet of the pod's node (kubectl get nodes), or for a webhook",
			(reached) =>
				refusing(() => {
					reached();
					return "never";
				}),
		],
		[
			"pause",
			"refuses more requests for now",
			(reached) =>
				refusing(() => {
					reached();
					return { status: 429, headers: { "Retry-After": "4" } };
				}),
		],
		[
			"confirmation",
			"the port-forward to pod shop/pod-a did not start within 5s,the API server waits for the kubelet of the pod's node: kubectl get nodes",
			async (forward) => (await start({ forward })).cluster,
		],
	];

	/** Opens a tunnel and waits until both ends have reached a stage. */
	async function openUpTo(
		makeCluster: Stage[2],
		signal?: AbortSignal,
	): Promise<{ readonly opening: Promise<PluginError> }> {
		const reached = Promise.withResolvers<void>();
		const cluster = await makeCluster(reached.resolve);
		const opening = errorOf(open(cluster, { ...(signal && { signal }) }));
		await reached.promise;
		await manyTurns();
		return { opening };
	}

	test.each(stages)("no %s in time", async (_, message, makeCluster) => {
		vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
		onTestFinished(() => void vi.useRealTimers());
		const { opening } = await openUpTo(makeCluster);
		vi.advanceTimersByTime(5000);
		const error = await opening;
		expect([error.message, ...error.hint].join()).toContain(message);
	});

	test.each(stages)(
		"interrupted waiting for %s",
		async (_, __, makeCluster) => {
			const controller = new AbortController();
			const { opening } = await openUpTo(makeCluster, controller.signal);
			controller.abort();
			expect((await opening).code).toBe("cancelled");
		},
	);

	test("interrupted before it began", async () => {
		const { cluster, upgrades } = await start({});
		const error = await errorOf(open(cluster, { signal: AbortSignal.abort() }));
		expect(error.code).toBe("cancelled");
		expect(upgrades).toHaveLength(0);
	});

	test("the signal has no power over an open tunnel", async () => {
		const { cluster } = await start({});
		const controller = new AbortController();
		const stream = await open(cluster, { signal: controller.signal });
		controller.abort();
		stream.write("still here");
		const [chunk] = await once(stream, "data");
		expect(String(chunk)).toBe("still here");
		stream.destroy();
	});
});

test("an idle connection that the API server has just dropped costs another attempt, not the tunnel", async () => {
	let drops = 1;
	const { cluster, upgrades } = await start({
		scheme: "https",
		refuse: ({ socket }) => {
			if (drops === 0) return undefined;
			drops -= 1;
			socket.destroy();
			return "never";
		},
	});
	const { agent } = await cluster.credentials();
	const earlier = get(`${cluster.server}/api`, { agent });
	const [response] = await once(earlier, "response");
	await text(response);
	(await open(cluster)).destroy();
	expect(upgrades).toHaveLength(2);
});
