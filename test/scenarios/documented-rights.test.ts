import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { openCluster, type TestCluster } from "./harness/cluster.ts";
import { deployment, type Manifest, service } from "./harness/manifests.ts";

let cluster: TestCluster;

const RBAC = "rbac.authorization.k8s.io";

type Role = Manifest & {
	readonly metadata: { readonly name: string };
	readonly rules: readonly { readonly verbs: readonly string[] }[];
};

/** The Role that docs/rbac.md gives, for the scenario's own namespace. */
async function documentedRole(): Promise<Role> {
	const page = await readFile("docs/rbac.md", "utf8");
	const [, yaml = ""] = /^```yaml\n(.*?)^```$/ms.exec(page) ?? [];
	const role: Role = parse(yaml);
	return { ...role, metadata: { name: role.metadata.name } };
}

beforeAll(async () => {
	cluster = await openCluster();
	const role = await documentedRole();
	await cluster.create(
		deployment("guarded", { replicas: 2 }),
		service("guarded", "guarded", { ports: [{ port: 50051 }] }),
		role,
		{
			apiVersion: `${RBAC}/v1`,
			kind: "RoleBinding",
			metadata: { name: "jane" },
			roleRef: { apiGroup: RBAC, kind: "Role", name: role.metadata.name },
			subjects: [{ apiGroup: RBAC, kind: "User", name: "jane" }],
		},
	);
	await cluster.ready("guarded", 2);
});

afterAll(() => cluster[Symbol.asyncDispose]());

const GET_USER = ["user.UserService/GetUser", "-d", '{"id": "42"}'] as const;

test.each([
	[["health"]],
	[["health", "deploy/guarded", "--wait=20s"]],
	[["health", "svc/guarded"]],
	[["list", "deploy/guarded"]],
	[["describe", "svc/guarded", "user.User"]],
	[["diff", "deploy/guarded"]],
	[["call", "deploy/guarded", ...GET_USER, "--all-pods"]],
	[["call", "svc/guarded", ...GET_USER, "--via", "service"]],
	[["call", "svc/guarded", ...GET_USER, "--via", "service", "--repeat", "5"]],
])("the Role of docs/rbac.md is enough for %j", async (argv) => {
	const { stderr, status } = await cluster.run(argv, "jane");
	expect(stderr).not.toMatch(/forbidden|may not be listed/);
	expect(status).toBe(0);
});

test("of the Role of docs/rbac.md only tunnels are more than reading", async () => {
	const { rules } = await documentedRole();
	const more = rules.filter(({ verbs }) =>
		verbs.some((verb) => !["get", "list", "watch"].includes(verb)),
	);
	expect(more).toEqual([
		{
			apiGroups: [""],
			resources: ["pods/portforward"],
			verbs: ["get", "create"],
		},
	]);
});
