import { once } from "node:events";
import { request } from "node:https";
import { Socket } from "node:net";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { WebSocket } from "ws";
import { createAgent } from "../../../../src/kubernetes/access/agent.ts";
import { connectionError } from "../../../../src/kubernetes/api/connection-error.ts";
import { createApiClient } from "../../../../src/kubernetes/api.ts";
import {
	type ClusterFlags,
	loadCluster,
} from "../../../../src/kubernetes/cluster.ts";
import { podObject } from "../../../../src/kubernetes/objects/pod-object.ts";
import { createAuthority } from "../../../certificates/authority.ts";
import { startHttpProxy } from "../../../cluster/kubectl-parity/proxies.ts";
import { errorOf } from "../../plugin-error.ts";
import { tcpServer } from "../../tcp-server.ts";
import {
	type RecordingOptions,
	startRecordingServer,
} from "./recording-server.ts";
import { useFolder } from "./test-folder.ts";

const folder = useFolder();
const authority = await createAuthority();
const names = ["127.0.0.1", "api.example.test"];
const pair = await authority.issue({ commonName: "api", names });
const jane = await authority.issue({ commonName: "jane", usage: "client" });

/** Starts a server, and returns the cluster that reaches it with jane's certificate. */
async function start(
	options: Partial<RecordingOptions> = {},
	{
		flags = {},
		env = {},
	}: { flags?: ClusterFlags; env?: NodeJS.ProcessEnv } = {},
) {
	const clientAuthority = authority;
	const server = await startRecordingServer({
		pair,
		clientAuthority,
		...options,
	});
	onTestFinished(() => server.close());
	const cluster = await loadCluster(
		{
			server: server.url,
			certificateAuthority: folder.write("ca.pem", authority.certificate),
			clientCertificate: folder.write("jane.pem", jane.certificate),
			clientKey: folder.write("jane.key", jane.key),
			...flags,
		},
		env,
	);
	return { server, cluster, api: createApiClient(cluster) };
}

/**
 * Starts a server of another name, and returns the cluster that reaches it through a proxy. The proxy speaks https when it
 * has a certificate.
 */
async function startBehindProxy(
	proxyPair?: Parameters<typeof startHttpProxy>[1],
) {
	const target = await startRecordingServer({ pair });
	const proxy = await startHttpProxy(target.port, proxyPair);
	onTestFinished(async () => {
		await proxy.close();
		await target.close();
	});
	const { cluster, api } = await start(
		{},
		{
			flags: { server: "https://api.example.test" },
			env: { HTTPS_PROXY: proxy.url },
		},
	);
	return { target, proxy, cluster, api };
}

describe("one agent for a cluster", () => {
	test("trusts an authority that another one has issued, as kubectl does", async () => {
		const issuing = await authority.intermediate("issuing authority");
		const { api } = await start(
			{ pair: await issuing.issue({ commonName: "api", names }) },
			{
				flags: {
					certificateAuthority: folder.write(
						"issuing.pem",
						issuing.certificate,
					),
				},
			},
		);
		expect(await api.list("/api/v1/pods", podObject)).toBeDefined();
	});

	test.each(["TLSv1.2", "TLSv1.3"] as const)(
		"keeps its connection, and resumes its session on the next one (%s)",
		async (maxVersion) => {
			const { server, api } = await start({ maxVersion });
			await api.list("/api/v1/pods", podObject);
			await api.list("/api/v1/pods", podObject);
			expect(server.connections()).toBe(1);
			await Promise.all(
				[1, 2, 3].map(() => api.list("/api/v1/pods", podObject)),
			);
			expect(server.connections()).toBe(3);
			const resumed = server.requests.filter((each) => each.resumed);
			expect(resumed.map((each) => each.clientCertificate)).toEqual([
				"jane",
				"jane",
			]);
		},
	);

	test("through a proxy just the same", async () => {
		const { target, proxy, api } = await startBehindProxy();
		await api.list("/api/v1/pods", podObject);
		await Promise.all([1, 2].map(() => api.list("/api/v1/pods", podObject)));
		expect(target.requests.map((each) => each.resumed)).toEqual([
			false,
			false,
			true,
		]);
		expect(proxy.asked).toHaveLength(2);
	});

	test("a connection through a proxy is kept alive while a watch waits on it, as one without is", async () => {
		const keepAlive = vi.spyOn(Socket.prototype, "setKeepAlive");
		onTestFinished(() => keepAlive.mockRestore());
		const { api } = await startBehindProxy();
		await api.list("/api/v1/pods", podObject);
		// Once when the socket opens, and once when it becomes idle.
		expect(keepAlive.mock.calls).toEqual([
			[true, 15_000],
			[true, 15_000],
		]);
	});

	test("connections that were opened ahead are used by those who come then, and resume the session", async () => {
		const { server, cluster, api } = await start({ upgrade: "accept" });
		await api.list("/api/v1/pods", podObject);
		cluster.connectAhead(2);
		await vi.waitFor(() => expect(server.connections()).toBe(3));
		const { agent } = await cluster.credentials();
		for (let opened = 1; opened <= 3; opened += 1) {
			const socket = new WebSocket(server.url, { agent });
			await once(socket, "open");
			onTestFinished(() => socket.terminate());
			expect(server.connections()).toBe(3);
		}
		expect(server.requests.map((each) => each.resumed)).toEqual([
			false,
			false,
			true,
			true,
		]);
		const fourth = new WebSocket(server.url, { agent });
		await once(fourth, "open");
		onTestFinished(() => fourth.terminate());
		expect(server.connections()).toBe(4);
	});

	test("through a proxy they are opened ahead, too", async () => {
		const { proxy, cluster, api } = await startBehindProxy();
		await api.list("/api/v1/pods", podObject);
		cluster.connectAhead(1);
		await vi.waitFor(() => expect(proxy.asked).toHaveLength(2));
		await Promise.all([1, 2].map(() => api.list("/api/v1/pods", podObject)));
		expect(proxy.asked).toHaveLength(2);
	});

	test("those that nobody uses are closed with the cluster", async () => {
		const { server, cluster, api } = await start();
		await api.list("/api/v1/pods", podObject);
		cluster.connectAhead(3);
		await vi.waitFor(() => expect(server.connections()).toBe(4));
		cluster.close();
		await vi.waitFor(async () => expect(await server.open()).toBe(0));
	});

	test("before the first request there is none, as nobody knows where to", async () => {
		const { server, cluster, api } = await start();
		await cluster.credentials();
		cluster.connectAhead(3);
		await api.list("/api/v1/pods", podObject);
		expect(server.connections()).toBe(1);
	});

	test("an https proxy is to have a certificate of its own name, as with kubectl", async () => {
		const { proxy, api } = await startBehindProxy(
			await authority.issue({ commonName: "proxy", names: ["127.0.0.1"] }),
		);
		await api.list("/api/v1/pods", podObject);
		expect(proxy.asked).toEqual(["CONNECT api.example.test:443"]);
	});

	test("a WebSocket takes the idle connection, the next resumes the session", async () => {
		const { server, cluster, api } = await start({ upgrade: "accept" });
		await api.list("/api/v1/pods", podObject);
		const { agent } = await cluster.credentials();
		const open = async () => {
			const socket = new WebSocket(server.url, { agent });
			await once(socket, "open");
			onTestFinished(() => socket.terminate());
		};
		await open();
		await open();
		expect(server.requests.map((each) => each.resumed)).toEqual([
			false,
			false,
			true,
		]);
		expect(server.connections()).toBe(2);
	});

	test("closing the cluster closes what is idle", async () => {
		const { server, cluster, api } = await start();
		await api.list("/api/v1/pods", podObject);
		cluster.close();
		await api.list("/api/v1/pods", podObject);
		expect(server.connections()).toBe(2);
	});
});

test("a certificate that was rotated is presented after a refusal", async () => {
	const { server, cluster, api } = await start();
	await api.list("/api/v1/pods", podObject);
	const joan = await authority.issue({ commonName: "joan", usage: "client" });
	folder.write("jane.pem", joan.certificate);
	folder.write("jane.key", joan.key);
	await cluster.credentials(await cluster.credentials());
	await api.list("/api/v1/pods", podObject);
	const presented = server.requests.map((each) => each.clientCertificate);
	expect(presented).toEqual(["jane", "joan"]);
});

describe("a connection that does not come to stand ends in time", () => {
	/** Starts a server that accepts connections and sends nothing. */
	const startSilence = () => tcpServer(() => {});

	const tls = {
		authority: authority.certificate,
		verification: "verify",
		serverName: undefined,
		client: undefined,
	} as const;

	test("TLS that is not answered", async () => {
		const port = await startSilence();
		const { agent } = createAgent({
			tls,
			proxy: undefined,
			connectTimeoutMs: 50,
		});
		const outgoing = request({ host: "127.0.0.1", port, agent }).end();
		const failed = once(outgoing, "error").then(([error]) =>
			Promise.reject(error),
		);
		await expect(failed).rejects.toMatchObject({
			code: "ERR_TLS_HANDSHAKE_TIMEOUT",
		});
		const destination = { server: "https://cluster", serverOrigin: "--server" };
		const { message, hint } = await failed.catch((error: unknown) =>
			connectionError(error, destination),
		);
		expect(message).toBe(
			"the API server https://cluster accepts the connection, but the TLS handshake does not end",
		);
		expect(hint).toEqual([
			"something on the way may drop large packets, as a VPN with a wrong MTU does, or the server is overloaded",
		]);
	});

	test("a proxy that does not answer", async () => {
		const proxy = new URL(`http://me:secret@127.0.0.1:${await startSilence()}`);
		const { agent } = createAgent({ tls, proxy, connectTimeoutMs: 50 });
		const outgoing = request({ host: "api.example.test", agent }).end();
		const failed = once(outgoing, "error").then(([error]) =>
			Promise.reject(error),
		);
		const error = await errorOf(failed, "api-unreachable");
		expect(error.message).toBe(
			`the proxy http://${proxy.host} does not connect to api.example.test:443: no answer in time`,
		);
	});
});

test.each([
	["http", "it answers 407 Proxy Authentication Required"],
	["socks5", "Received invalid"],
])("a %s proxy that refuses is named", async (scheme, reason) => {
	const port = await tcpServer((socket) =>
		socket.once("data", () =>
			socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"),
		),
	);
	const { api } = await start(
		{},
		{
			flags: { server: "https://api.example.test" },
			env: { HTTPS_PROXY: `${scheme}://127.0.0.1:${port}` },
		},
	);
	const error = await errorOf(
		api.list("/api/v1/pods", podObject),
		"api-unreachable",
	);
	expect(error.message).toContain(
		`the proxy ${scheme}://127.0.0.1:${port} does not connect`,
	);
	expect(error.message).toContain(reason);
});
