import { randomBytes } from "node:crypto";
import type { User } from "./api/access/authentication.ts";
import { SUPERUSERS } from "./api/access/authorization.ts";

/** A user of the sandbox. The kubeconfig has a context of the same name. */
export type Identity = { readonly token: string; readonly user: User };

/** Creates the users. `admin` may do everything, `viewer` may read, and `jane` may do nothing. Their roles are in bootstrap/roles.ts. */
export function createIdentities(): readonly Identity[] {
	return [
		{
			token: randomBytes(16).toString("hex"),
			user: { name: "admin", groups: [SUPERUSERS] },
		},
		{ token: "jane", user: { name: "jane", groups: [] } },
		{ token: "viewer", user: { name: "viewer", groups: [] } },
	];
}
