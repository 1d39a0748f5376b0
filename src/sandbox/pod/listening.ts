import type { Server } from "node:net";
import type { Bind } from "./messages.ts";
import { report } from "./report.ts";

/**
 * Listens on a free loopback port in place of `port`, since pods share their machine's network here, and reports which.
 * The kubelet routes by that report, and honours `bind` in it.
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
