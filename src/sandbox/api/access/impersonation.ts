import type { IncomingMessage } from "node:http";
import { badRequest } from "../../registry/status-error.ts";
import type { Store } from "../../store/store.ts";
import type { User } from "./authentication.ts";
import { forbidden, isAllowed } from "./authorization.ts";

const EXTRA = "impersonate-extra-";

/** Each header with a list of its values, as in `request.headersDistinct`. */
type Headers = IncomingMessage["headersDistinct"];

/**
 * Returns the user that a request acts as. `--as`, `--as-group`, `--as-uid` and `--as-user-extra` arrive as Impersonate-* headers, and
 * the real user needs the right to each of them.
 * @throws StatusError 400, 403
 */
export function impersonate(store: Store, user: User, headers: Headers): User {
	const name = headers["impersonate-user"]?.[0];
	const groups = headers["impersonate-group"] ?? [];
	const uid = headers["impersonate-uid"]?.[0];
	const extra = extraOf(headers);
	if (name === undefined) {
		if (groups.length > 0 || uid !== undefined || Object.keys(extra).length > 0)
			throw badRequest("requested impersonation without impersonating a user");
		return user;
	}
	const require = (resource: string, value: string, group = "") => {
		const [base = "", subresource] = resource.split("/");
		const attributes = {
			verb: "impersonate",
			group,
			resource: base,
			subresource,
			namespace: undefined,
			name: value,
		};
		if (!isAllowed(store, user, attributes)) throw forbidden(user, attributes);
	};
	require("users", name);
	for (const group of groups) require("groups", group);
	if (uid !== undefined) require("uids", uid, "authentication.k8s.io");
	for (const [key, values] of Object.entries(extra))
		for (const value of values)
			require(`userextras/${key}`, value, "authentication.k8s.io");
	return {
		name,
		groups: [...groups, "system:authenticated"],
		...(uid === undefined ? {} : { uid }),
		...(Object.keys(extra).length > 0 ? { extra } : {}),
	};
}

function extraOf(headers: Headers): Record<string, string[]> {
	return Object.fromEntries(
		Object.entries(headers)
			.filter(([header]) => header.startsWith(EXTRA))
			.map(([header, values = []]) => [
				decodeURIComponent(header.slice(EXTRA.length)),
				values,
			]),
	);
}
