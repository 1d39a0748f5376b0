import { PluginError } from "../errors.ts";
import type { Session } from "./session.ts";

/** As GRPC_ARG_KEEPALIVE_TIMEOUT_MS has it. */
const PING_TIMEOUT_MS = 20_000;

/**
 * Sends a PING every `timeMs` while calls are under way (gRFC A8), and ends the session when one is not answered.
 * Gives a function that stops it.
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
		`no answer to a keepalive PING within ${PING_TIMEOUT_MS / 1000}s`,
	);
}
