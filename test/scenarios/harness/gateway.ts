import { createServer, request } from "node:http";
import { request as requestTls } from "node:https";
import type { Cluster } from "../../../src/kubernetes/cluster.ts";
import { listenOnLoopback } from "../../loopback.ts";

/**
 * Starts a gateway in front of the API server. It passes requests on with the credentials of `cluster`, but no WebSocket
 * upgrade.
 */
export async function startGateway(
	cluster: Cluster,
): Promise<Disposable & { readonly url: string }> {
	const server = createServer((incoming, outgoing) => {
		void cluster.credentials().then(({ headers, agent }) => {
			const passOn = cluster.server.startsWith("https:") ? requestTls : request;
			const accept = incoming.headers.accept ?? "*/*";
			const { method } = incoming;
			const call = passOn(
				`${cluster.server}${incoming.url}`,
				{ method, agent, headers: { ...headers, accept } },
				(answer) => {
					outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
					answer.pipe(outgoing);
				},
			);
			call.on("error", () => outgoing.destroy());
			call.end();
		});
	});
	const port = await listenOnLoopback(server);
	return {
		url: `http://127.0.0.1:${port}`,
		[Symbol.dispose]() {
			server.close();
		},
	};
}
