import type { WebSocket } from "ws";

/** How an idle tunnel is kept open and a dead one found out. */
export type HeartbeatOptions = {
	/**
	 * Milliseconds between pings. Default 10 000: load balancers in front of API servers drop idle connections after 60 s
	 * and more, corporate proxies after 30 s.
	 */
	readonly intervalMs: number;
	/** Pings without any sign of life after which the peer is given up. Default 2. */
	readonly tolerated: number;
};

export const DEFAULT_HEARTBEAT: HeartbeatOptions = {
	intervalMs: 10_000,
	tolerated: 2,
};

/**
 * Pings the peer until the returned function is called, and calls `onDead` once when it stays silent. Any message counts
 * as a sign of life. While reading is paused nothing can be heard, so nothing counts as missed. The timer does not keep
 * the process alive.
 */
export function startHeartbeat(
	socket: WebSocket,
	{ intervalMs, tolerated }: HeartbeatOptions,
	onDead: () => void,
): () => void {
	let missed = 0;
	const heard = () => {
		missed = 0;
	};
	const beat = () => {
		if (socket.isPaused) heard();
		if (missed >= tolerated) {
			stop();
			onDead();
			return;
		}
		missed += 1;
		socket.ping();
	};
	const timer = setInterval(beat, intervalMs).unref();
	const stop = () => {
		clearInterval(timer);
		socket.off("pong", heard);
		socket.off("message", heard);
	};
	socket.on("pong", heard);
	socket.on("message", heard);
	return stop;
}
