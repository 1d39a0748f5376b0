import { describe, expect, test } from "vitest";
import { listAt, runSandboxForTests } from "../../running-sandbox.ts";

const sandbox = await runSandboxForTests();
const PODS = "/api/v1/namespaces/default/pods";

describe("authentication", () => {
	test("an unknown token is nobody", async () => {
		const { code, body } = await sandbox.api(PODS, {
			as: "nobody",
			headers: { authorization: "Bearer wrong" },
		});
		expect(code).toBe(401);
		expect(body).toMatchObject({
			kind: "Status",
			reason: "Unauthorized",
			message: "Unauthorized",
		});
	});

	test("without credentials one is anonymous", async () => {
		const { code, body } = await sandbox.api(PODS, { as: "nobody" });
		expect(code).toBe(403);
		expect(body).toMatchObject({
			message:
				'pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" in the namespace "default"',
		});
		expect(await sandbox.api("/version", { as: "nobody" })).toMatchObject({
			code: 200,
		});
	});
});

describe("authorization speaks as the API server does", () => {
	test.each<[string, string, object]>([
		[
			PODS,
			'pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "default"',
			{ kind: "pods" },
		],
		[
			`${PODS}/x`,
			'pods "x" is forbidden: User "jane" cannot get resource "pods" in API group "" in the namespace "default"',
			{ kind: "pods", name: "x" },
		],
		[
			`${PODS}/x/portforward`,
			'pods "x" is forbidden: User "jane" cannot get resource "pods/portforward" in API group "" in the namespace "default"',
			{ kind: "pods", name: "x" },
		],
		[
			"/apis/apps/v1/deployments",
			'deployments.apps is forbidden: User "jane" cannot list resource "deployments" in API group "apps" at the cluster scope',
			{ kind: "deployments", group: "apps" },
		],
		[
			"/api/v1/namespaces/other",
			'namespaces "other" is forbidden: User "jane" cannot get resource "namespaces" in API group "" in the namespace "other"',
			{ kind: "namespaces", name: "other" },
		],
		["/metrics", 'forbidden: User "jane" cannot get path "/metrics"', {}],
	])("%s", async (path, message, details) => {
		const { code, body } = await sandbox.api(path, { as: "jane" });
		expect(code).toBe(403);
		expect(body).toEqual({
			kind: "Status",
			apiVersion: "v1",
			metadata: {},
			status: "Failure",
			message,
			reason: "Forbidden",
			details,
			code: 403,
		});
	});

	test("viewer reads, but neither writes, nor sees secrets, nor forwards ports", async () => {
		const code = async (path: string, method = "GET") =>
			(await sandbox.api(path, { as: "viewer", method })).code;
		expect(await code(PODS)).toBe(200);
		expect(await code("/apis/apps/v1/deployments")).toBe(200);
		expect(await code(`${PODS}/x/portforward`)).toBe(403);
		expect(await code("/api/v1/namespaces/default/secrets")).toBe(403);
		expect(await code(`${PODS}/x`, "DELETE")).toBe(403);
	});

	test("a role gives jane what it names, in its namespace", async () => {
		const group = "rbac.authorization.k8s.io";
		const rbac = `/apis/${group}/v1/namespaces/default`;
		await sandbox.api(`${rbac}/roles`, {
			method: "POST",
			body: {
				apiVersion: `${group}/v1`,
				kind: "Role",
				metadata: { name: "reader" },
				rules: [{ verbs: ["get"], apiGroups: [""], resources: ["pods/log"] }],
			},
		});
		await sandbox.api(`${rbac}/rolebindings`, {
			method: "POST",
			body: {
				apiVersion: `${group}/v1`,
				kind: "RoleBinding",
				metadata: { name: "jane-reads" },
				roleRef: { apiGroup: group, kind: "Role", name: "reader" },
				subjects: [{ apiGroup: group, kind: "User", name: "jane" }],
			},
		});
		const log = (namespace: string) =>
			sandbox.api(`/api/v1/namespaces/${namespace}/pods/x/log`, { as: "jane" });
		expect((await log("default")).code).toBe(404);
		expect((await log("kube-system")).code).toBe(403);
		expect((await sandbox.api(`${PODS}/x`, { as: "jane" })).code).toBe(403);
	});
});

describe("impersonation", () => {
	const whoAmI = (headers: Record<string, string | readonly string[]>) =>
		sandbox.api("/apis/authentication.k8s.io/v1/selfsubjectreviews", {
			method: "POST",
			body: {
				apiVersion: "authentication.k8s.io/v1",
				kind: "SelfSubjectReview",
				metadata: {},
			},
			headers,
		});

	test("takes on user, groups, uid and extra", async () => {
		const { body } = await whoAmI({
			"impersonate-user": "ada",
			"impersonate-group": ["ops", "dev,with comma"],
			"impersonate-uid": "7",
			"impersonate-extra-scopes%2fx": "read",
		});
		expect(body).toMatchObject({
			status: {
				userInfo: {
					username: "ada",
					uid: "7",
					groups: ["ops", "dev,with comma", "system:authenticated"],
					extra: { "scopes/x": ["read"] },
				},
			},
		});
	});

	test("is for those who may", async () => {
		const { code, body } = await sandbox.api(PODS, {
			as: "viewer",
			headers: { "impersonate-user": "admin" },
		});
		expect(code).toBe(403);
		expect(body).toMatchObject({
			message:
				'users "admin" is forbidden: User "viewer" cannot impersonate resource "users" in API group "" at the cluster scope',
		});
	});

	test("needs a user", async () => {
		expect(await whoAmI({ "impersonate-group": "ops" })).toMatchObject({
			code: 400,
			body: {
				message: "requested impersonation without impersonating a user",
			},
		});
	});
});

describe("discovery", () => {
	test("names every group, version and resource", async () => {
		const { body } = await sandbox.api("/apis", { as: "jane" });
		const groups = listAt(body, "groups");
		expect(groups).toContainEqual(
			expect.objectContaining({
				name: "apps",
				preferredVersion: { groupVersion: "apps/v1", version: "v1" },
			}),
		);
		const core = await sandbox.api("/api/v1", { as: "jane" });
		expect(listAt(core.body, "resources")).toContainEqual({
			name: "pods",
			singularName: "pod",
			namespaced: true,
			kind: "Pod",
			verbs: expect.arrayContaining(["list", "watch"]),
			shortNames: ["po"],
			categories: ["all"],
		});
	});

	test.each([
		["/apis/apps/v1/namespaces/default/gadgets", 404],
		["/apis/nothing.example/v1", 404],
		["/nothing", 404],
	])("%s is not there", async (path, code) => {
		expect((await sandbox.api(path)).code).toBe(code);
	});
});

test("whoever is authenticated may ask about itself, in the groups that have the questions", async () => {
	const apiVersion = "authorization.k8s.io/v1";
	const review = { apiVersion, kind: "SelfSubjectRulesReview", spec: {} };
	const { body } = await sandbox.api(
		`/apis/${apiVersion}/selfsubjectrulesreviews`,
		{ as: "jane", method: "POST", body: review },
	);
	expect(body).toMatchObject({
		status: {
			resourceRules: [
				{
					apiGroups: ["authorization.k8s.io"],
					resources: ["selfsubjectaccessreviews", "selfsubjectrulesreviews"],
				},
				{
					apiGroups: ["authentication.k8s.io"],
					resources: ["selfsubjectreviews"],
				},
			],
		},
	});
});
