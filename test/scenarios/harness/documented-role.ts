import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import type { User } from "./backend.ts";
import type { Manifest } from "./manifests.ts";

const RBAC = "rbac.authorization.k8s.io";

type Role = Manifest & {
	readonly metadata: { readonly name: string };
	readonly rules: readonly { readonly verbs: readonly string[] }[];
};

/** Returns the Role of docs/rbac.md, for the scenario's own namespace. */
export async function documentedRole(): Promise<Role> {
	const page = await readFile("docs/rbac.md", "utf8");
	const [, yaml = ""] = /^```yaml\n(.*?)^```$/ms.exec(page) ?? [];
	const role: Role = parse(yaml);
	return { ...role, metadata: { name: role.metadata.name } };
}

/** Returns that Role and the binding that gives it to a user. */
export async function documentedRights(
	user: User,
): Promise<readonly Manifest[]> {
	const role = await documentedRole();
	const binding = {
		apiVersion: `${RBAC}/v1`,
		kind: "RoleBinding",
		metadata: { name: user },
		roleRef: { apiGroup: RBAC, kind: "Role", name: role.metadata.name },
		subjects: [{ apiGroup: RBAC, kind: "User", name: user }],
	};
	return [role, binding];
}
