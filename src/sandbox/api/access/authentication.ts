import type { IncomingMessage } from "node:http";
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

/** Returns the user of a request by its bearer token; without one the user is anonymous. @throws StatusError 401 for an unknown token */
export function authenticate(
	{ headers: { authorization = "" } }: IncomingMessage,
	tokens: TokenUsers,
): User {
	if (authorization === "") return ANONYMOUS;
	const [, token = ""] = /^Bearer\s+(\S+)$/i.exec(authorization) ?? [];
	const known = tokens.get(token);
	if (!known) throw new StatusError(401, "Unauthorized", "Unauthorized");
	return { ...known, groups: [...known.groups, "system:authenticated"] };
}
