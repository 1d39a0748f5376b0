import type { Server } from "node:net";
import type { Bind } from "./messages.ts";
import { report } from "./report.ts";

/**
 * Listens on a free loopback port in place of `port`, because all pods share the network of this machine, and reports it. The kubelet
 * forwards connections by that report and applies `bind`.
 */
export async function listen(
	server: Server,
	{ port, bind }: { readonly port: number; readonly bind: Bind },
): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		server.once("error", reject);
		server.listen(0, "127.0.0.1", resolve);
	});
	const address = server.address();
	if (address === null || typeof address === "string") return;
	report({ type: "listening", port, bind, actual: address.port });
	server.once("close", () => report({ type: "closed", port }));
}
