import { afterAll, beforeAll, expect, test } from "vitest";
import type { Finished } from "../in-process.ts";
import type { Action } from "./harness/access.ts";
import type { User } from "./harness/backend.ts";
import { openCluster, type TestCluster } from "./harness/cluster.ts";
import { deployment, type Manifest } from "./harness/manifests.ts";

let cluster: TestCluster;

beforeAll(async () => {
	cluster = await openCluster();
	await cluster.create(deployment("guarded", { replicas: 2 }));
	await cluster.ready("guarded", 2);
});

afterAll(() => cluster[Symbol.asyncDispose]());

const CHECK = ["health", "deploy/guarded"] as const;
const RBAC = "rbac.authorization.k8s.io";

type Advice = {
	/** A Role and its binding. */
	readonly manifests: readonly Manifest[];
	readonly action: Action;
};

/** Returns what an error's hint tells an administrator to create, and the action it must allow. */
function adviceIn(stderr: string, user: User): Advice {
	const command =
		/kubectl create role (\S+) -n \S+ --verb=(\S+) --resource=(\S+)/.exec(
			stderr,
		);
	if (command === null) throw new Error(`no role in the hint of: ${stderr}`);
	const [, name = "", verbs = "", path = ""] = command;
	const [, resource = "", group = "", subresource = ""] =
		/^([^./]+)(?:\.([^/]+))?(?:\/(.*))?$/.exec(path) ?? [];
	const apiVersion = `${RBAC}/v1`;
	const metadata = { name };
	const [verb = ""] = verbs.split(",").slice(-1);
	const manifests = [
		{
			apiVersion,
			kind: "Role",
			metadata,
			rules: [
				{
					apiGroups: [group],
					resources: [
						subresource === "" ? resource : `${resource}/${subresource}`,
					],
					verbs: verbs.split(","),
				},
			],
		},
		{
			apiVersion,
			kind: "RoleBinding",
			metadata,
			roleRef: { apiGroup: RBAC, kind: "Role", name },
			subjects: [{ apiGroup: RBAC, kind: "User", name: user }],
		},
	];
	return { manifests, action: { verb, group, resource, subresource } };
}

/** Runs the check again and again. Each time the user has the rights that the last error asked for. */
async function followAdvice(user: User): Promise<readonly Finished[]> {
	const runs: Finished[] = [];
	while (runs.length < 5) {
		const run = await cluster.run(CHECK, user);
		runs.push(run);
		if (run.status !== 1) break;
		const { manifests, action } = adviceIn(run.stderr, user);
		await cluster.create(...manifests);
		await cluster.access(user, action, "allowed");
	}
	return runs;
}

test("a user who is granted what each error asks for can run the check after a few of them", async () => {
	const runs = await followAdvice("jane");
	for (const { stderr } of runs.slice(0, -1))
		expect(stderr).toMatch(/^error: .*forbidden.*jane.*\n/);
	expect(runs.at(-1)).toMatchObject({
		stdout: expect.stringContaining("healthy: 2 of 2 pods serving"),
		stderr: "",
		status: 0,
	});
	expect(runs.length).toBeGreaterThan(2);
});

test("a user who may get but not watch deployments can still use --wait", async () => {
	const role = {
		apiVersion: `${RBAC}/v1`,
		kind: "Role",
		metadata: { name: "grpc-diagnostics-deployments" },
	};
	await cluster.patch(role, {
		rules: [
			{ apiGroups: ["apps"], resources: ["deployments"], verbs: ["get"] },
		],
	});
	const watch = { verb: "watch", group: "apps", resource: "deployments" };
	await cluster.access("jane", watch, "denied");
	const run = await cluster.run([...CHECK, "--wait=20s"], "jane");
	expect(run).toMatchObject({
		stdout: expect.stringMatching(/\nhealthy: 2 of 2 pods serving\n$/),
		// On a busy machine one pod may answer a second before the other.
		stderr: expect.stringMatching(/^(waiting: \d of 2 serving…\n)*$/),
		status: 0,
	});
});

test("an administrator can try it by impersonating somebody else", async () => {
	const { stderr, status } = await cluster.run([...CHECK, "--as", "joe"]);
	expect(stderr).toMatch(/^error: .*forbidden.*joe.*\n/);
	expect(status).toBe(1);
});

test("a user who may not impersonate is told so, and is not sent for rights to pods", async () => {
	const { stderr, status } = await cluster.run(
		[...CHECK, "--as", "joe"],
		"viewer",
	);
	expect(stderr).toMatch(
		/^error: impersonation is forbidden for user "viewer"\n {2}needs {2}impersonate on .*\n {2}the server says: .*impersonate/,
	);
	expect(stderr).not.toContain("create role");
	expect(status).toBe(1);
});
