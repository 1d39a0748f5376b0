import { withinTime } from "../abort.ts";
import { PluginError } from "../errors.ts";
import type { Session } from "./session.ts";

/** The default of GRPC_ARG_KEEPALIVE_TIMEOUT_MS. */
const PING_TIMEOUT_MS = 20_000;

/**
 * Sends a PING every `timeMs` milliseconds while calls are under way (gRFC A8), and ends the session when one is not answered. Returns
 * the function that stops it.
 */
export function keepAlive(
	session: Pick<Session, "ping" | "close">,
	timeMs: number,
	hasCalls: () => boolean,
): () => void {
	let timeout: NodeJS.Timeout | undefined;
	const timer = setInterval(() => {
		if (!hasCalls() || timeout !== undefined) return;
		timeout = setTimeout(() => session.close(unanswered()), PING_TIMEOUT_MS);
		timeout.unref();
		session
			.ping()
			.catch(() => {})
			.finally(() => {
				clearTimeout(timeout);
				timeout = undefined;
			});
	}, timeMs);
	timer.unref();
	return () => {
		clearInterval(timer);
		clearTimeout(timeout);
	};
}

function unanswered(): PluginError {
	return new PluginError(
		"connection-lost",
		`no answer to a keepalive PING ${withinTime(PING_TIMEOUT_MS)}`,
	);
}
