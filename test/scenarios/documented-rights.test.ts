import { afterAll, beforeAll, expect, test } from "vitest";
import { openCluster, type TestCluster } from "./harness/cluster.ts";
import { documentedRights, documentedRole } from "./harness/documented-role.ts";
import { deployment, endpointSlice, service } from "./harness/manifests.ts";

let cluster: TestCluster;

beforeAll(async () => {
	cluster = await openCluster();
	await cluster.create(
		deployment("guarded", { replicas: 2 }),
		service("guarded", "guarded", { ports: [{ port: 50051 }] }),
		service("written", "", { ports: [{ port: 50051 }], selector: undefined }),
		...(await documentedRights("jane")),
	);
	await cluster.ready("guarded", 2);
	const pods = await cluster.pods(
		(all) => all.length === 2,
		"the pods of guarded",
	);
	await cluster.create(endpointSlice("written", pods));
	await cluster.endpoints("written", 2);
});

afterAll(() => cluster[Symbol.asyncDispose]());

const GET_USER = ["user.UserService/GetUser", "-d", '{"id": "42"}'] as const;

test.each([
	[["health"]],
	[["health", "deploy/guarded", "--wait=20s"]],
	[["health", "svc/guarded"]],
	[["health", "svc/written"]],
	[["health", "svc/written", "--wait=20s"]],
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

test("in the Role of docs/rbac.md only port-forward is more than reading", async () => {
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
