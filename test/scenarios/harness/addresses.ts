import { createServer } from "node:net";
import { pipeline } from "node:stream";
import type { ApiClient } from "../../../src/kubernetes/api.ts";
import type { Cluster } from "../../../src/kubernetes/cluster.ts";
import { podObject } from "../../../src/kubernetes/objects/pod-object.ts";
import { openTunnel } from "../../../src/kubernetes/tunnel/open-tunnel.ts";
import { freePort, listenOnLoopback } from "../../loopback.ts";

/** Returns a pod's own address. The tests run inside the network of the real cluster. */
export async function podAddress(
	api: ApiClient,
	namespace: string,
	pod: string,
	port: number,
): Promise<string> {
	const signal = AbortSignal.timeout(10_000);
	const path = `/api/v1/namespaces/${namespace}/pods/${pod}`;
	const { status } = await api.get(path, podObject, { signal });
	return `${status?.podIP}:${port}`;
}

/** Opens an address of loopback that leads to a pod's port. The sandbox's pods have no addresses that can be dialled. */
export async function relayTo(
	cluster: Cluster,
	target: Parameters<typeof openTunnel>[1],
): Promise<Disposable & { readonly address: string }> {
	const ending = new AbortController();
	const options = { signal: ending.signal, timeoutMs: 10_000 };
	const server = createServer((socket) => {
		openTunnel(cluster, target, options).then(
			(tunnel) =>
				pipeline(socket, tunnel, socket, () => {
					socket.destroy();
					tunnel.destroy();
				}),
			() => socket.resetAndDestroy(),
		);
	});
	const port = await listenOnLoopback(server);
	return {
		address: `127.0.0.1:${port}`,
		[Symbol.dispose]() {
			ending.abort();
			server.close();
		},
	};
}

/** Returns an address of loopback on which nobody listens. */
export async function freeAddress(): Promise<string> {
	return `127.0.0.1:${await freePort()}`;
}
