import { describe, expect, test } from "vitest";
import type { Refusal } from "../../../../src/kubernetes/api/refusal.ts";
import { subjectOf } from "../../../../src/kubernetes/api/request-subject.ts";
import { statusError } from "../../../../src/kubernetes/api/status-error.ts";
import type { CredentialFact } from "../../../../src/kubernetes/cluster.ts";

const cluster = {
	server: "https://api.example.test:6443",
	serverOrigin: 'context "production"',
	userName: "jane",
};

const PODS = "/api/v1/namespaces/shop/pods";

/** Returns the error for an answer, by default to a list of pods. */
function errorFor(
	refusal: Partial<Omit<Refusal, "body">> & {
		readonly status: number;
		readonly body?: object | string;
	},
	path = PODS,
	presented: readonly CredentialFact[] = [],
) {
	const { body = "" } = refusal;
	return statusError(
		{ cluster, subject: subjectOf(path), presented },
		{
			...refusal,
			body: typeof body === "string" ? body : JSON.stringify(body),
		},
	);
}

const status = (message: string, more: object = {}) => ({
	kind: "Status",
	apiVersion: "v1",
	status: "Failure",
	message,
	...more,
});

/** The hint for an answer that no API server gives. */
const NOT_ONE =
	'it may be a login page or proxy: check the address of context "production"';

describe("403", () => {
	const forbidden = (message: string, path?: string) =>
		errorFor(
			{ status: 403, body: status(message, { reason: "Forbidden" }) },
			path,
		);

	test("names verb, resource, namespace and user, and the role that would allow it", () => {
		const error = forbidden(
			'pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "shop"',
		);
		expect(error.code).toBe("forbidden");
		expect(error.message).toBe(
			'listing pods in namespace "shop" is forbidden for user "jane"',
		);
		expect(error.facts).toEqual({
			status: 403,
			reason: "Forbidden",
			verb: "list",
			resource: "pods",
			namespace: "shop",
			user: "jane",
		});
		expect(error.hint).toEqual([
			"needs  list on pods",
			"try    kubectl create role grpc-diagnostics-pods -n shop --verb=get,list,watch --resource=pods",
			"       kubectl create rolebinding grpc-diagnostics-pods -n shop --role=grpc-diagnostics-pods --user=jane",
		]);
	});

	test.each([
		// Kubernetes 1.35 and older
		'users "eve" is forbidden: User "jane" cannot impersonate resource "users" in API group "" at the cluster scope',
		// Kubernetes 1.36 and later: KEP-5284
		'pods is forbidden: User "jane" cannot impersonate-on:user-info:list resource "pods" in API group "" in the namespace "shop"',
		'users.authentication.k8s.io "eve" is forbidden: User "jane" cannot impersonate:user-info resource "users" in API group "authentication.k8s.io" at the cluster scope',
	])("a refused impersonation asks for no right to pods: %s", (message) => {
		const error = forbidden(message);
		expect(error.message).toBe('impersonation is forbidden for user "jane"');
		expect(error.facts).toMatchObject({ user: "jane" });
		expect(error.hint).toEqual([
			"needs  impersonate on the users and groups that --as, --as-group or the kubeconfig name",
			`the server says: ${message}`,
		]);
	});

	test("port-forward needs two verbs", () => {
		const error = forbidden(
			'pods "a" is forbidden: User "jane" cannot get resource "pods/portforward" in API group "" in the namespace "shop"',
			`${PODS}/a/portforward`,
		);
		expect(error.message).toBe(
			'port-forward to pods in namespace "shop" is forbidden for user "jane"',
		);
		expect(error.hint[0]).toBe(
			"needs  get (and create, from Kubernetes 1.35) on pods/portforward",
		);
		expect(error.hint[1]).toContain(
			"--verb=get,create --resource=pods/portforward",
		);
	});

	test("who needs a Secret is granted that one, and no list of them", () => {
		const error = forbidden(
			'secrets "client-cert" is forbidden: User "jane" cannot get resource "secrets" in API group "" in the namespace "shop"',
			"/api/v1/namespaces/shop/secrets/client-cert",
		);
		expect(error.hint[1]).toBe(
			"try    kubectl create role grpc-diagnostics-secrets -n shop --verb=get --resource=secrets --resource-name=client-cert",
		);
	});

	test("across namespaces it takes a cluster role; a service account is bound as one", () => {
		const error = forbidden(
			'endpointslices.discovery.k8s.io is forbidden: User "system:serviceaccount:ops:bot" cannot list resource "endpointslices" in API group "discovery.k8s.io" at the cluster scope: RBAC: role "x" not found',
			"/apis/discovery.k8s.io/v1/endpointslices",
		);
		expect(error.message).toContain("in all namespaces");
		expect(error.hint.slice(1)).toEqual([
			"try    kubectl create clusterrole grpc-diagnostics-endpointslices --verb=get,list,watch --resource=endpointslices.discovery.k8s.io",
			"       kubectl create clusterrolebinding grpc-diagnostics-endpointslices --clusterrole=grpc-diagnostics-endpointslices --serviceaccount=ops:bot",
			'the server adds: RBAC: role "x" not found',
		]);
	});

	test("a hostile user name stays one word of the shell", () => {
		const error = forbidden(
			`pods is forbidden: User "a'; rm -rf ~" cannot list resource "pods" in API group "" in the namespace "shop"`,
		);
		expect(error.hint[2]).toContain(String.raw`--user='a'\''; rm -rf ~'`);
	});

	test("an anonymous request lacks credentials, not a role", () => {
		const error = forbidden(
			'pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" in the namespace "shop"',
		);
		expect(error.hint).toEqual([
			'no credentials were sent: user "jane" of the kubeconfig has none',
		]);
	});

	test.each(["", "Forbidden", "<html>\n<h1>403 Forbidden</h1>"])(
		"of a proxy, which sends no Status, is told as its: %j",
		(body) => {
			const error = errorFor({ status: 403, body });
			const said = body.replace("\n", " ");
			expect(error.code).toBe("forbidden");
			expect(error.message).toBe(
				`https://api.example.test:6443 answers 403 Forbidden, as no API server does${said && `: ${said}`}`,
			);
			expect(error.hint).toEqual([NOT_ONE]);
			expect(error.facts["status"]).toBe(403);
		},
	);

	test("a refusal that nobody knows is told as it is", () => {
		const error = forbidden("denied by policy");
		expect(error.message).toBe("denied by policy");
		expect(error.hint.join()).not.toContain("kubectl create");
	});
});

const POLICY =
	"ValidatingAdmissionPolicy 'no-forward' with binding 'production' denied request: ask #platform";
const WEBHOOK =
	'admission webhook "rules.example.com" denied the request: not by night';

describe.each([
	[POLICY, 422, "Invalid", `pods "a" is forbidden: ${POLICY}`],
	[POLICY, 403, "Forbidden", `pods "a" is forbidden: ${POLICY}`],
	[WEBHOOK, 403, "Forbidden", WEBHOOK],
	[WEBHOOK, 400, "BadRequest", WEBHOOK],
])("admission: %s", (denial, code, reason, message) => {
	test(`by a ${code}, is a rule of the cluster and no missing role`, () => {
		const error = errorFor(
			{ status: code, body: status(message, { reason }) },
			`${PODS}/a/portforward`,
		);
		expect(error.code).toBe("forbidden");
		expect(error.message).toBe(
			`port-forward to pods in namespace "shop" is forbidden: ${denial}`,
		);
		expect(error.hint).toEqual([
			"no role helps: it is a rule of the cluster, for whoever keeps it to lift",
		]);
	});
});

describe("401", () => {
	const past = new Date("2024-01-02T03:04:05Z");
	const future = new Date(Date.now() + 1e9);
	const fact = (
		kind: CredentialFact["kind"],
		expiresAt: Date | undefined,
	): CredentialFact => ({
		kind,
		origin: `the ${kind} of user "jane"`,
		expiresAt,
	});
	const unauthorized = (...presented: CredentialFact[]) =>
		errorFor({ status: 401 }, PODS, presented);

	test("an end that has passed is the cause", () => {
		const error = unauthorized(
			fact("client-certificate", past),
			fact("token", future),
		);
		expect(error.code).toBe("unauthorized");
		expect(error.message).toBe(
			'the client-certificate of user "jane" expired on 2024-01-02T03:04:05.000Z',
		);
		expect(error.facts["expiredAt"]).toBe("2024-01-02T03:04:05.000Z");
	});

	test("otherwise all that was presented is named", () => {
		const error = unauthorized(
			fact("client-certificate", future),
			fact("token", undefined),
		);
		expect(error.message).toBe(
			'the API server https://api.example.test:6443 does not accept the client-certificate of user "jane" and the token of user "jane"',
		);
	});

	test("without credentials it says so", () => {
		expect(unauthorized().message).toBe(
			'the API server https://api.example.test:6443 wants credentials, and user "jane" has none',
		);
	});

	test.each([
		"client-certificate",
		"token",
		"token-file",
		"basic",
		"exec-plugin",
		"auth-provider",
	] as const)("%s has a remedy", (kind) => {
		expect(unauthorized(fact(kind, undefined)).hint).toHaveLength(1);
	});

	test("one logs in with the tool that an exec plugin belongs to", () => {
		expect(unauthorized(fact("exec-plugin", undefined)).hint).toEqual([
			"log in again with the plugin's own tool: aws sso login, gcloud auth login, az login …",
		]);
	});
});

describe("404", () => {
	test("an object", () => {
		const path = "/apis/apps/v1/namespaces/shop/deployments/user";
		const body = status('deployments.apps "user" not found', {
			reason: "NotFound",
		});
		const error = errorFor({ status: 404, body }, path);
		expect(error.code).toBe("not-found");
		expect(error.message).toBe(
			'deployments.apps "user" not found in namespace "shop"',
		);
		expect(error.hint).toEqual([
			"kubectl get deployments.apps -n shop shows which there are",
		]);
	});

	// For example Rancher's address without /k8s/clusters/ID, or an ingress controller's.
	test.each(["", "<html>\n<h1>404 Not Found</h1>", "default backend - 404"])(
		"of a server that is no API server: %j",
		(body) => {
			const path = "/apis/apps/v1/namespaces/shop/deployments/user";
			const error = errorFor({ status: 404, body }, path);
			const said = body.replace("\n", " ");
			expect(error.code).toBe("api-error");
			expect(error.message).toBe(
				`https://api.example.test:6443 answers 404 Not Found, as no API server does${said && `: ${said}`}`,
			);
			expect(error.hint).toEqual([NOT_ONE]);
		},
	);

	test("a resource that the server does not have", () => {
		const path = "/apis/example.com/v1/things";
		const error = errorFor({ status: 404, body: "404 page not found" }, path);
		expect(error.message).toBe(
			"the API server https://api.example.test:6443 has no things.example.com",
		);
	});
});

test("429 keeps how long to wait, and a disruption budget's name", () => {
	const body = status("Cannot evict pod", {
		reason: "TooManyRequests",
		details: { retryAfterSeconds: 7, causes: [{ reason: "DisruptionBudget" }] },
	});
	const error = errorFor({ status: 429, body });
	expect(error.code).toBe("throttled");
	expect(error.facts).toMatchObject({
		retryAfterMs: 7000,
		causes: "DisruptionBudget",
	});
	expect(errorFor({ status: 429, retryAfterMs: 1 }).facts["retryAfterMs"]).toBe(
		1,
	);
});

test.each([
	[409, status("try again"), "conflict", "409 Conflict: try again"],
	[
		410,
		status("too old", { reason: "Expired" }),
		"api-error",
		"410 Gone: too old",
	],
	[500, "<html>oops</html>", "api-error", "500 Internal Server Error"],
	[
		503,
		status("etcd is down"),
		"api-error",
		"503 Service Unavailable: etcd is down",
	],
	[599, "", "api-error", "599"],
])("%i", (code, body, errorCode, message) => {
	const error = errorFor({ status: code, body });
	expect(error.code).toBe(errorCode);
	expect(error.message.endsWith(message)).toBe(true);
	expect(error.facts["status"]).toBe(code);
});

test.each([
	[
		"an authorizer",
		'Internal Server Error: "/api/v1/namespaces/shop/pods?labelSelector=\\"": Post "https://authz.corp/": dial tcp 10.0.0.9:443: connect: connection refused\n',
		'500 Internal Server Error: Post "https://authz.corp/": dial tcp 10.0.0.9:443: connect: connection refused',
		"it cannot decide on the request, as when a webhook that it asks about rights is down; its log says more",
	],
	[
		"an admission webhook",
		status(
			'Internal error occurred: failed calling webhook "rules.example.com": failed to call webhook: Post "https://rules.example.com/?timeout=3s": context deadline exceeded',
			{ reason: "InternalError", code: 500 },
		),
		'500 Internal Server Error: Internal error occurred: failed calling webhook "rules.example.com": failed to call webhook: Post "https://rules.example.com/?timeout=3s": context deadline exceeded',
		"the webhook's server is down or out of reach, not the API server: kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations",
	],
])(
	"a 500 because of %s that does not answer names it, and where to look",
	(_, body, message, hint) => {
		const error = errorFor({ status: 500, body });
		expect(error.code).toBe("api-error");
		expect(error.message.endsWith(message)).toBe(true);
		expect(error.hint).toEqual([hint]);
	},
);

test("a redirect is none of an API server's", () => {
	const error = errorFor({
		status: 302,
		location: `https://me:s3cret@login.example.test/${"a".repeat(9000)}?access_token=s3cret`,
	});
	expect(error.message).toContain("redirect to https://login.example.test/a");
	expect(error.message).not.toContain("s3cret");
	expect(error.message.length).toBeLessThan(400);
});

test("a hostile body is bounded", () => {
	const body = status("x".repeat(1e6), {
		details: {
			causes: Array(1000).fill({ reason: "y" }),
			retryAfterSeconds: "soon",
		},
	});
	const error = errorFor({ status: 500, body });
	expect(error.message.length).toBeLessThan(1_200);
	expect(String(error.facts["causes"]).length).toBeLessThan(100);
});
