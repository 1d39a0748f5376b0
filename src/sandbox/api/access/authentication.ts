import type { IncomingMessage } from "node:http";
import { TLSSocket } from "node:tls";
import { StatusError } from "../../registry/status-error.ts";

/** The caller of a request, as authorization and `kubectl auth whoami` show it. */
export type User = {
	readonly name: string;
	readonly groups: readonly string[];
	readonly uid?: string;
	readonly extra?: Readonly<Record<string, readonly string[]>>;
};

/** Users by bearer token. */
export type TokenUsers = ReadonlyMap<string, User>;

const ANONYMOUS: User = {
	name: "system:anonymous",
	groups: ["system:unauthenticated"],
};
const AUTHENTICATED = "system:authenticated";

/**
 * Returns the user of a request. A client certificate (CN and O) is tried before the bearer token, as in the API server; without either
 * the user is anonymous.
 * @throws StatusError 401 for a certificate that does not verify, and for an unknown token
 */
export function authenticate(
	request: IncomingMessage,
	tokens: TokenUsers,
): User {
	const authorization = request.headers.authorization ?? "";
	const [, token] = /^Bearer\s+(\S+)$/i.exec(authorization) ?? [];
	const known =
		certificateUser(request) ??
		(token === undefined ? undefined : tokens.get(token));
	if (known) return { ...known, groups: [...known.groups, AUTHENTICATED] };
	if (authorization !== "") throw unauthorized();
	return ANONYMOUS;
}

function certificateUser(request: IncomingMessage): User | undefined {
	const { socket } = request;
	if (!(socket instanceof TLSSocket)) return undefined;
	const { subject } = socket.getPeerCertificate();
	if (!subject) return undefined;
	if (!socket.authorized) throw unauthorized();
	return { name: first(subject.CN), groups: all(subject.O) };
}

function unauthorized(): StatusError {
	return new StatusError(401, "Unauthorized", "Unauthorized");
}

/** Node gives a list for an attribute that occurs several times in a subject. */
function all(value: string | string[] | undefined): string[] {
	return value === undefined ? [] : [value].flat();
}

function first(value: string | string[] | undefined): string {
	return all(value)[0] ?? "";
}
