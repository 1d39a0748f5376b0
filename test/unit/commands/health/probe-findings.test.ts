// What is said to do about a readiness probe is something other than what the pod has already.
import { expect, test } from "vitest";
import type { Probe } from "../../../../src/kubernetes/pod.ts";
import {
	failed,
	GRPC_PROBE,
	NOT_SERVING,
	reportOf,
	SERVING,
	type Seen,
	target,
	tls,
} from "./build.ts";

/** Code, message and fix of what is found out about a pod that is not ready. */
function found(readiness: Probe, answers: Extract<Seen, object>) {
	const pod = target("a", { readiness, ready: "not-ready" });
	const { pods } = reportOf([[pod, answers]]);
	return pods[0]?.findings.map(({ code, message, fix }) => [
		code,
		message,
		fix,
	]);
}

const UNKNOWN = failed("NOT_FOUND");

test("of a server that keeps no status of the whole, which the probe asks for, it is said to set it", () => {
	expect(found(GRPC_PROBE, { answers: { "": UNKNOWN } })).toEqual([
		[
			"KG110",
			"its grpc readiness probe asks for the whole server, of which the server keeps no health status.",
			"set it in the server's health service",
		],
	]);
});

test("a probe is not sent from a service to the whole server where there is no status of that either", () => {
	const probe: Probe = { kind: "grpc", port: 50051, service: "a.A" };
	const answers = { "": UNKNOWN, "a.A": UNKNOWN };
	expect(found(probe, { answers })?.at(-1)).toEqual([
		"KG110",
		'its grpc readiness probe asks for service "a.A", which the server does not know.',
		"set it in the server's health service",
	]);
});

test("a pod without a readiness probe that is not Ready is one that came up this moment", () => {
	expect(found({ kind: "none" }, { answers: { "": SERVING } })).toEqual([
		[
			"KG101",
			"SERVING but not Ready, so it gets no traffic. It has no readiness probe, so it counts as Ready as soon as it runs: it came up this moment, or its node has not said so.",
			"its events say what fails: kubectl describe pod user-service-7f98d6c569-a -n shop",
		],
	]);
});

test("over TLS, too, the probe is to ask for the service that is not serving", () => {
	const pod = target("a", { readiness: { kind: "none" } });
	const answers = { "": SERVING, "a.A": NOT_SERVING };
	const seen = { transport: tls(), answers, services: ["a.A"] };
	const { pods } = reportOf([[pod, seen]], { kind: "all" });
	expect(pods[0]?.findings.map(({ fix }) => fix)).toEqual([
		"serve health on a plaintext port and probe that, or probe with exec: grpc_health_probe -tls -service=a.A",
	]);
});
