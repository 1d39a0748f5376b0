import { connect, type Socket } from "node:net";
import type { Listening } from "./process.ts";

/** The origin of a connection to a pod: inside its network namespace, or from outside to its address. */
export type Origin = "localhost" | "pod-ip";

/** A failed connection. The message is that of Go's dialler. */
export class DialError extends Error {}

/**
 * Connects to a port of a pod's process. A server that is bound only to the pod's address or only to its loopback refuses connections
 * to the other, as in a real pod.
 * @throws DialError `connect: connection refused`
 */
export function dialPort(
	listening: Listening | undefined,
	from: Origin,
): Promise<Socket> {
	const refused = new DialError("connect: connection refused");
	if (!listening || !isReachable(listening, from))
		return Promise.reject(refused);
	const socket = connect({
		host: "127.0.0.1",
		port: listening.actual,
		noDelay: true,
		// When the pod ends its side, the forwarder decides how long the other side stays open.
		allowHalfOpen: true,
	});
	return new Promise((resolve, reject) => {
		// This listener stays after the dial: without a listener an error would end the process. The owner of the socket adds its own.
		socket.on("error", (error: NodeJS.ErrnoException) => {
			// Any other error happened after the connection was accepted, for example a server that resets it at once.
			if (error.code === "ECONNREFUSED") reject(refused);
			else resolve(socket);
		});
		socket.once("connect", () => resolve(socket));
	});
}

function isReachable({ bind }: Listening, from: Origin): boolean {
	switch (bind) {
		case "all":
			return true;
		case "pod":
			return from === "pod-ip";
		case "localhost":
			return from === "localhost";
	}
}

/** Assigns pod addresses of each node's network. */
export type AddressPool = {
	/** Returns a free address of a node's network such as `10.244.1.0/24`. */
	take(podCidr: string): string;
	give(address: string): void;
};

/** Creates a pool that uses every address once before it reuses one. */
export function createAddressPool(): AddressPool {
	const taken = new Set<string>();
	const next = new Map<string, number>();
	return {
		take: (podCidr) => {
			const prefix = podCidr.replace(/\.\d+\/.*$/, "");
			let host = next.get(prefix) ?? 2;
			while (taken.has(`${prefix}.${host}`)) host = host >= 254 ? 2 : host + 1;
			next.set(prefix, host >= 254 ? 2 : host + 1);
			taken.add(`${prefix}.${host}`);
			return `${prefix}.${host}`;
		},
		give: (address) => taken.delete(address),
	};
}
