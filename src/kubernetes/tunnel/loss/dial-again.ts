import type { WebSocket } from "ws";
import type { Cluster } from "../../cluster.ts";
import type { PodAddress } from "../address.ts";
import { createChannelReader } from "../stream/channels.ts";
import { upgrade } from "../upgrade/upgrade.ts";

const OPENING_TIMEOUT_MS = 1000;
/** Milliseconds within which a refusal comes. The runtime dials localhost, so it knows at once. */
const REFUSAL_TIMEOUT_MS = 250;

/**
 * Opens the port once more, sends nothing, and returns the error text if one comes. Undefined when none comes, or when the port cannot
 * be opened within a second. Never rejects.
 */
export async function dialAgain(
	cluster: Cluster,
	address: PodAddress,
): Promise<string | undefined> {
	const opening = AbortSignal.timeout(OPENING_TIMEOUT_MS);
	try {
		const options = { signal: opening, onStep: () => {} };
		const socket = await upgrade(cluster, address, options);
		return await errorText(socket, address.port);
	} catch {
		return undefined;
	}
}

function errorText(
	socket: WebSocket,
	port: number,
): Promise<string | undefined> {
	const read = createChannelReader(port);
	const timer = setTimeout(() => socket.terminate(), REFUSAL_TIMEOUT_MS);
	return new Promise((resolve) => {
		socket.on("message", (message) => {
			if (!Buffer.isBuffer(message)) return;
			for (const event of read(message))
				if (event.kind === "error-text") resolve(event.bytes.toString("utf8"));
		});
		socket.once("close", () => {
			clearTimeout(timer);
			resolve(undefined);
		});
		socket.resume();
	});
}
