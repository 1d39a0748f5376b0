import type { WebSocket } from "ws";

/** How to keep an idle tunnel open and detect a dead one. */
export type HeartbeatOptions = {
	/**
	 * Milliseconds between pings. Default 10 000: load balancers in front of API servers drop idle connections after 60 s or more,
	 * corporate proxies after 30 s.
	 */
	readonly intervalMs: number;
	/** Number of pings without an answer after which the peer counts as dead. Default 2. */
	readonly tolerated: number;
};

export const DEFAULT_HEARTBEAT: HeartbeatOptions = {
	intervalMs: 10_000,
	tolerated: 2,
};

/**
 * Pings the peer until the returned function is called. When the peer stays silent, it calls `onDead` once. Any message counts as an
 * answer. While reading is paused no answer can arrive, so none counts as missed. The timer does not keep the process alive.
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
