import { type RequestBase, requestHeaders } from "./request-headers.ts";
import type { Session } from "./session.ts";

/** A round trip through a tunnel, with room. */
const ANSWER_TIME_MS = 500;

/**
 * Makes a request of a server that has sent nothing in all its time: one behind soheilhy/cmux sends its SETTINGS once it has read the
 * head of a request, which clients make once they have its SETTINGS (its README, "Java gRPC Clients"). It is Health/Check,
 * as that changes nothing. Resolves when the SETTINGS have come, the session has ended or half a second has gone.
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
