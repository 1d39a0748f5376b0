import { connect, type Socket } from "node:net";
import type { Listening } from "./process.ts";

/** From where a connection into a pod comes: from inside its network namespace, or by its address. */
export type Origin = "localhost" | "pod-ip";

/** Why nothing answered; `message` is what Go's dialler says. */
export class DialError extends Error {}

/**
 * Connects to a port that a pod's processes listen on. Real pods have addresses of their own: a server bound to one of
 * them only is refused from the other side, as there.
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
		// The pod's end of the connection is not the end of ours: who forwards decides how long it may outlive it.
		allowHalfOpen: true,
	});
	return new Promise((resolve, reject) => {
		// Whoever gets the socket hears of errors by its own listener; this one outlives the dial, or they would end the process.
		socket.on("error", (error: NodeJS.ErrnoException) => {
			// Any other error came after the connection was accepted: a server that resets it at once.
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

/** Hands out pod addresses, node by node. */
export type AddressPool = {
	/** A free address of the node's network, `10.244.1.0/24`. */
	take(podCidr: string): string;
	give(address: string): void;
};

/** A pool that gives every address once before it gives one again. */
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
