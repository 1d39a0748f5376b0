import { describe, expect, test } from "vitest";
import type { HttpAnswer } from "../../../../../src/kubernetes/tunnel/upgrade/http-answer.ts";
import {
	mangledError,
	refusalError,
} from "../../../../../src/kubernetes/tunnel/upgrade/refusal-error.ts";
import { retryPauseMs } from "../../../../../src/kubernetes/tunnel/upgrade/retry.ts";

const ADDRESS = { namespace: "shop", pod: "pod-a", port: 50051 };
const SERVER = "https://api:6443";
const FORBIDDEN = status(
	"Forbidden",
	'pods "pod-a" is forbidden: User "jane" cannot get resource "pods/portforward" in API group "" in the namespace "shop"',
);

test.each([
	[
		404,
		status("NotFound", 'pods "pod-a" not found', { kind: "pods" }),
		"pod-gone",
		'pod shop/pod-a cannot be reached: pods "pod-a" not found',
	],
	[404, "pod does not exist", "pod-gone", "pod does not exist"],
	[
		400,
		status("BadRequest", "pod pod-a does not have a host assigned"),
		"pod-gone",
		"does not have a host assigned",
	],
	[500, 'pod not found ("pod-a_shop")', "pod-gone", "pod not found"],
	[401, status("Unauthorized", "Unauthorized"), "unauthorized", SERVER],
	[
		403,
		FORBIDDEN,
		"forbidden",
		'in namespace "shop" is forbidden for user "jane"',
	],
	[403, "<html>go away</html>", "forbidden", "<html>go away</html>"],
	[429, "slow down", "throttled", "slow down"],
	[
		500,
		status("InternalError", "error dialing backend: dial tcp: i/o timeout"),
		"api-error",
		"failed with 500: error dialing backend: dial tcp: i/o timeout",
	],
	[503, "", "api-error", "failed with 503"],
	[200, "<html>", "tunnel-failed", "answered 200 instead of upgrading"],
	[
		400,
		status("BadRequest", "Upgrade request required"),
		"tunnel-failed",
		"Upgrade request required",
	],
	[404, "page not found", "tunnel-failed", "page not found"],
])("%i %s is %s", (code, body, error, message) => {
	const refusal = refusalError(answer(code, body), ADDRESS, SERVER);
	expect(refusal.code).toBe(error);
	expect(refusal.message).toContain(message);
	expect(refusal.cause).toEqual(new Error(`HTTP ${code}: ${body}`));
});

describe("403", () => {
	test("names the verbs and a Role that is enough", () => {
		const { facts, hint } = refusalError(
			answer(403, FORBIDDEN),
			ADDRESS,
			SERVER,
		);
		expect(facts).toEqual({
			user: "jane",
			verb: "get",
			resource: "pods/portforward",
			namespace: "shop",
		});
		expect(hint).toEqual([
			"needs  get on pods/portforward (and create, from Kubernetes 1.35)",
			"try    kubectl create role grpc-port-forward -n shop --verb=get,create --resource=pods/portforward",
			"       kubectl create rolebinding grpc-port-forward -n shop --role=grpc-port-forward --user=jane",
		]);
	});

	test.each([
		["system:serviceaccount:shop:bot", "--serviceaccount=shop:bot"],
		["jane@example.com", "--user=jane@example.com"],
		["x; rm -rf /", "--user=USER"],
	])("binds the role to %s", (user, subject) => {
		const body = FORBIDDEN.replace("jane", user);
		const { hint } = refusalError(answer(403, body), ADDRESS, SERVER);
		expect(hint.at(-1)).toMatch(new RegExp(`${subject}$`));
	});
});

test("a redirect names its target, as it is a login page most often", () => {
	const refusal = refusalError(
		{ ...answer(302, ""), location: "https://login.example.com" },
		ADDRESS,
		SERVER,
	);
	expect(refusal.message).toContain("302 (to https://login.example.com)");
	expect(refusal.hint[0]).toContain("does not pass WebSocket upgrades");
});

test("a long answer is bounded in the message and whole in the cause", () => {
	const page = "x".repeat(10_000);
	const refusal = refusalError(answer(200, page), ADDRESS, SERVER);
	expect(refusal.message.length).toBeLessThan(400);
	expect(String(refusal.cause)).toContain(page);
});

test("a damaged upgrade points at the proxy", () => {
	const error = mangledError(new Error("Server sent no subprotocol"), SERVER);
	expect(error.code).toBe("tunnel-failed");
	expect(error.message).toContain("Server sent no subprotocol");
	expect(error.hint[0]).toContain("does not pass WebSocket upgrades");
});

describe("another attempt", () => {
	test.each([
		[429, "", 1, 150],
		[503, "", 2, 300],
		[500, "error dialing backend", 1, 150],
		[503, "", 3, undefined],
		[404, "", 1, undefined],
		[403, "", 1, undefined],
		[200, "", 1, undefined],
		[500, 'pod not found ("pod-a_shop")', 1, undefined],
	])("%i %s after attempt %i: %s ms", (code, body, attempt, pause) => {
		expect(retryPauseMs(answer(code, body), attempt, 0.5)).toBe(pause);
	});

	test.each([
		[1000, 1000],
		[0, 0],
		[60_000, undefined],
	])("Retry-After of %i ms is kept when it is bearable: %s", (asked, pause) => {
		const throttled = { ...answer(429, ""), retryAfterMs: asked };
		expect(retryPauseMs(throttled, 1, 0.5)).toBe(pause);
	});
});

function answer(code: number, body: string): HttpAnswer {
	return { status: code, retryAfterMs: undefined, location: undefined, body };
}

function status(reason: string, message: string, details = {}): string {
	return JSON.stringify({ kind: "Status", reason, message, details });
}
