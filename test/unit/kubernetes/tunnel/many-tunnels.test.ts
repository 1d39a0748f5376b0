import { getEventListeners, once } from "node:events";
import { get } from "node:https";
import type { Duplex } from "node:stream";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Cluster } from "../../../../src/kubernetes/cluster.ts";
import { openTunnel } from "../../../../src/kubernetes/tunnel/open-tunnel.ts";
import { type FakeApiServer, startApiServer } from "./fake-api-server.ts";

let server: FakeApiServer | undefined;
const warnings: string[] = [];
const onWarning = (warning: Error) => warnings.push(warning.message);

beforeEach(() => process.on("warning", onWarning));
afterEach(async () => {
	process.off("warning", onWarning);
	await server?.stop();
	expect(warnings).toEqual([]);
});

/** Opens tunnels to so many pods at once. */
function openAll(
	cluster: Cluster,
	pods: number,
	signal = new AbortController().signal,
): Promise<Duplex[]> {
	const numbers = Array.from({ length: pods }, (_, i) => i);
	return Promise.all(
		numbers.map((i) =>
			openTunnel(
				cluster,
				{ namespace: "shop", pod: `pod-${i}`, port: 50051 },
				{ signal, timeoutMs: 20_000 },
			),
		),
	);
}

async function closeAll(streams: readonly Duplex[]): Promise<void> {
	await Promise.all(
		streams.map(async (stream) => {
			stream.destroy();
			await once(stream, "close");
		}),
	);
}

/** Returns how many sockets and timers keep the process alive. */
function handles(): number {
	return process
		.getActiveResourcesInfo()
		.filter((name) => name === "TCPSocketWrap" || name === "Timeout").length;
}

test("a thousand tunnels leave no socket, timer or listener behind", async () => {
	server = await startApiServer();
	const { signal } = new AbortController();
	const before = handles();
	for (let round = 0; round < 40; round += 1)
		await closeAll(await openAll(server.cluster, 25, signal));
	expect(server.upgrades).toHaveLength(1000);
	await expect.poll(() => handles()).toBeLessThanOrEqual(before);
	expect(getEventListeners(signal, "abort")).toEqual([]);
}, 30_000);

test("300 tunnels under one signal carry their own bytes at the same time", async () => {
	server = await startApiServer();
	const streams = await openAll(server.cluster, 300);
	for (const [i, stream] of streams.entries()) stream.write(`pod ${i}`);
	const echoes = await Promise.all(
		streams.map(async (stream) => String((await once(stream, "data"))[0])),
	);
	expect(echoes).toEqual(streams.map((_, i) => `pod ${i}`));
	await closeAll(streams);
}, 20_000);

test("after one request to the API server every tunnel resumes its TLS session", async () => {
	server = await startApiServer({ scheme: "https" });
	const { agent } = await server.cluster.credentials();
	const request = get(`${server.cluster.server}/api`, { agent });
	const [response] = await once(request, "response");
	await text(response);
	const streams = await openAll(server.cluster, 50);
	// One tunnel reuses the connection of the request before.
	expect(server.handshakes()).toEqual({ all: 50, resumed: 49 });
	await closeAll(streams);
});
