import { type RequestBase, requestHeaders } from "./request-headers.ts";
import type { Session } from "./session.ts";

/** Milliseconds for a round trip through a tunnel, with a margin. */
const ANSWER_TIME_MS = 500;

/**
 * Makes a request to a server that has sent nothing until the deadline. A server behind soheilhy/cmux sends its SETTINGS only after the
 * head of a request, and clients make a request only after the SETTINGS (its README, "Java gRPC Clients"). The request is Health/Check,
 * which changes nothing. Resolves when the SETTINGS have come, when the session has ended, or after half a second.
 */
export async function makeLastRequest(
	session: Session,
	base: RequestBase,
): Promise<void> {
	const headers = requestHeaders(base, "/grpc.health.v1.Health/Check", {});
	session.request(headers).on("error", () => {});
	const { promise: over, resolve } = Promise.withResolvers<void>();
	const timer = setTimeout(resolve, ANSWER_TIME_MS);
	session.ready.then(resolve, () => resolve());
	await over;
	clearTimeout(timer);
}
