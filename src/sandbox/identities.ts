import { randomBytes } from "node:crypto";
import type { TokenUsers } from "./api/access/authentication.ts";
import { SUPERUSERS } from "./api/access/authorization.ts";
import { type Authority, issueCertificate } from "./certificate/certificate.ts";
import type { Identity } from "./kubeconfig.ts";

/** The users of a sandbox, for the kubeconfig and for the API server. */
export type Identities = {
	readonly inKubeconfig: readonly Identity[];
	readonly tokens: TokenUsers;
};

/**
 * Creates the users. `admin` may do everything, with a token or a certificate. `viewer` may read, and `jane` may do nothing. Their
 * roles are in bootstrap/roles.ts.
 */
export function createIdentities(authority: Authority): Identities {
	const adminToken = randomBytes(16).toString("hex");
	const certificate = issueCertificate(authority, {
		commonName: "admin",
		organizations: [SUPERUSERS],
		usage: "client",
	});
	return {
		inKubeconfig: [
			{ name: "admin", token: adminToken },
			{ name: "admin-certificate", certificate },
			{ name: "jane", token: "jane" },
			{ name: "viewer", token: "viewer" },
		],
		tokens: new Map([
			[adminToken, { name: "admin", groups: [SUPERUSERS] }],
			["jane", { name: "jane", groups: [] }],
			["viewer", { name: "viewer", groups: [] }],
		]),
	};
}
