import { Agent } from "node:http";
import { expect, test } from "vitest";
import type { PluginError } from "../../../../../src/errors.ts";
import {
	mangledError,
	refusalError,
} from "../../../../../src/kubernetes/tunnel/upgrade/refusal-error.ts";
import { clusterAt } from "../fake-api-server.ts";

const ADDRESS = { namespace: "shop", pod: "pod-a", port: 50051 };
const SERVER = "https://api:6443";
const CLUSTER = clusterAt(SERVER);
const FORBIDDEN = status(
	"Forbidden",
	'pods "pod-a" is forbidden: User "jane" cannot get resource "pods/portforward" in API group "" in the namespace "shop"',
);

test.each([
	[
		404,
		status("NotFound", 'pods "pod-a" not found', { kind: "pods" }),
		"pod-gone",
		"pod shop/pod-a does not exist",
	],
	// Its answer for a pod whose node was deleted names the node as a pod.
	[
		404,
		status("NotFound", 'pods "node-1" not found', {
			name: "node-1",
			kind: "pods",
		}),
		"tunnel-failed",
		"the node of pod shop/pod-a no longer exists: node-1",
	],
	[404, "pod does not exist", "pod-gone", "pod shop/pod-a is not running"],
	[
		400,
		status("BadRequest", "pod pod-a does not have a host assigned"),
		"pod-gone",
		"pod shop/pod-a is not on a node yet",
	],
	[500, 'pod not found ("pod-a_shop")', "pod-gone", "is not running"],
	[401, status("Unauthorized", "Unauthorized"), "unauthorized", SERVER],
	[
		403,
		FORBIDDEN,
		"forbidden",
		'port-forward to pods in namespace "shop" is forbidden for user "jane"',
	],
	[
		403,
		"Forbidden",
		"tunnel-failed",
		"answered 403 instead of upgrading to WebSocket: Forbidden",
	],
	[501, "", "tunnel-failed", "answered 501 instead of upgrading to WebSocket"],
	[429, "slow down", "throttled", SERVER],
	[
		500,
		status("InternalError", "error dialing backend: dial tcp: i/o timeout"),
		"tunnel-failed",
		"the API server does not reach the node of pod shop/pod-a: dial tcp: i/o timeout",
	],
	// The answer of Kubernetes 1.34 for a node whose kubelet is down.
	[
		500,
		'{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"error dialing backend: dial tcp 10.0.0.9:10250: connect: connection refused","code":500}',
		"tunnel-failed",
		"the API server does not reach the node of pod shop/pod-a: dial tcp 10.0.0.9:10250: connect: connection refused",
	],
	[
		500,
		"rpc error: code = Unavailable desc = no containerd",
		"tunnel-failed",
		"the node of pod shop/pod-a cannot forward its ports: rpc error: code = Unavailable desc = no containerd",
	],
	// An API server has no reason for an error of its etcd (apiserver, responsewriters/status.go, ErrorToAPIStatus).
	[
		500,
		'{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"etcdserver: request timed out","code":500}',
		"api-error",
		`${SERVER} answers 500 Internal Server Error: etcdserver: request timed out`,
	],
	// Its answer when an authorizer fails (apiserver, responsewriters/errors.go, InternalError).
	[
		500,
		'Internal Server Error: "/api/v1/namespaces/shop/pods/pod-a/portforward?ports=50051": Post "https://authz.corp/": context deadline exceeded\n',
		"api-error",
		`${SERVER} answers 500 Internal Server Error: Post "https://authz.corp/": context deadline exceeded`,
	],
	[503, "", "api-error", "503 Service Unavailable"],
	[200, "<html>", "tunnel-failed", "answered 200 instead of upgrading"],
	[
		400,
		status("BadRequest", "Upgrade request required"),
		"tunnel-failed",
		"Upgrade request required",
	],
	[404, "page not found", "tunnel-failed", "page not found"],
])("%i %s is %s", (code, body, error, message) => {
	expect(refusal(code, body).code).toBe(error);
	expect(refusal(code, body).message).toContain(message);
});

// The API server passes the kubelet's plain text on (kubelet, server/server.go, InstallAuthFilter).
test.each([
	[401, "Unauthorized"],
	[
		403,
		"Forbidden (user=kube-apiserver-kubelet-client, verb=create, resource=nodes, subresource=proxy)",
	],
])(
	"%i %s is the kubelet's word to the API server, not to the user",
	(code, body) => {
		const error = refusal(code, body);
		expect(error.code).toBe("tunnel-failed");
		expect(error.message).toBe(
			`the node of pod shop/pod-a refuses the API server: ${body}`,
		);
		expect(error.hint).toEqual([
			"the API server's client certificate for kubelets may have expired or lack rights: kubeadm certs check-expiration",
			"where a proxy stands before the API server, this may be its answer: log in to it again",
		]);
	},
);

test("403 names the verbs and a Role that is enough", () => {
	expect(refusal(403, FORBIDDEN).hint).toEqual([
		"needs  get (and create, from Kubernetes 1.35) on pods/portforward",
		"try    kubectl create role grpc-diagnostics-pods-portforward -n shop --verb=get,create --resource=pods/portforward",
		"       kubectl create rolebinding grpc-diagnostics-pods-portforward -n shop --role=grpc-diagnostics-pods-portforward --user=jane",
	]);
});

test("a redirect names its target, as it is a login page most often", () => {
	const { message, hint } = refusal(302, "", "https://login.example.com");
	expect(message).toContain("302 (to https://login.example.com)");
	expect(hint[0]).toContain("does not pass WebSocket upgrades");
});

test("a long answer is bounded in the message and whole in the cause", () => {
	const page = "x".repeat(10_000);
	const { message, cause } = refusal(200, page);
	expect(message.length).toBeLessThan(400);
	expect(String(cause)).toContain(page);
});

test("a damaged upgrade points at the proxy", () => {
	const error = mangledError(new Error("Server sent no subprotocol"), SERVER);
	expect(error.code).toBe("tunnel-failed");
	expect(error.message).toContain("Server sent no subprotocol");
	expect(error.hint[0]).toContain("does not pass WebSocket upgrades");
});

function refusal(code: number, body: string, location?: string): PluginError {
	return refusalError({ status: code, body, location }, ADDRESS, CLUSTER, {
		headers: {},
		agent: new Agent(),
	});
}

function status(reason: string, message: string, details = {}): string {
	return JSON.stringify({ kind: "Status", reason, message, details });
}
