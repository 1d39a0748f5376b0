import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CATALOGUE } from "../../../../src/findings/catalogue.ts";
import type { PodTarget } from "../../../../src/kubernetes/target.ts";
import {
	answered,
	CHOSEN,
	codesOf,
	failed,
	GRPC_PROBE,
	NOT_SERVING,
	PROBE_OF_9090,
	PROBE_OF_A,
	program,
	reportOf,
	SERVING,
	type Seen,
	target,
	tls,
	unreachable,
} from "./build.ts";

/** The words of the channel. */
const NO_GRPC = "the answer is not gRPC: HTTP status 404, no content-type";

type Case = readonly [
	name: string,
	pod: PodTarget,
	seen: Seen | undefined,
	codes: readonly string[],
];

const CASES: readonly Case[] = [
	["Ready and SERVING", target("a"), answered(SERVING), []],
	[
		"NotReady and NOT_SERVING",
		target("a", { ready: "not-ready" }),
		answered(NOT_SERVING),
		[],
	],
	[
		"Ready and NOT_SERVING",
		target("a"),
		answered(NOT_SERVING),
		["KG102 warning"],
	],
	[
		"Ready and UNKNOWN",
		target("a"),
		answered({ kind: "answered", status: "UNKNOWN", latencyMs: 1 }),
		["KG102 warning"],
	],
	[
		"NotReady and SERVING",
		target("a", { ready: "not-ready" }),
		answered(SERVING),
		["KG101 warning"],
	],
	[
		"Terminating and NOT_SERVING",
		target("a", { terminating: true }),
		answered(NOT_SERVING),
		[],
	],
	[
		"no health service",
		target("a"),
		answered(failed("UNIMPLEMENTED")),
		["KG103 warning"],
	],
	[
		"no health service and a grpc probe",
		target("a", { readiness: GRPC_PROBE }),
		answered(failed("UNIMPLEMENTED")),
		["KG103 error"],
	],
	[
		"no health service, and a grpc probe of another port",
		target("a", { readiness: PROBE_OF_9090 }),
		answered(failed("UNIMPLEMENTED")),
		["KG103 warning"],
	],
	...[
		failed("UNIMPLEMENTED", NO_GRPC, "channel"),
		failed("UNAVAILABLE", NO_GRPC, "channel"),
	].map(
		(answer) =>
			[
				`an answer that is no gRPC, as ${answer.kind === "failed" ? answer.code : ""}`,
				target("a"),
				answered(answer),
				["KG117 error"],
			] as const,
	),
	["refused", target("a"), unreachable("connection-refused"), ["KG104 error"]],
	["not HTTP/2", target("a"), unreachable("not-http2"), ["KG108 error"]],
	["silent", target("a"), unreachable("silent"), ["KG109 error"]],
	[
		"client certificate",
		target("a"),
		unreachable("tls-client-certificate"),
		["KG112 error"],
	],
	["cut", target("a"), unreachable("tunnel-cut"), ["KG116 error"]],
	["pod gone", target("a"), unreachable("pod-gone"), ["KG116 error"]],
	["tunnel refused", target("a"), unreachable("api-error"), ["KG119 error"]],
	[
		"slow",
		target("a"),
		answered(failed("DEADLINE_EXCEEDED", "", "channel")),
		["KG113 error"],
	],
	[
		"connection lost in the RPC",
		target("a"),
		answered(failed("UNAVAILABLE", "reset", "channel")),
		["KG116 error"],
	],
	[
		"credentials wanted",
		target("a"),
		answered(failed("UNAUTHENTICATED", "who are you")),
		["KG117 error"],
	],
	[
		"grpc probe on a TLS port",
		target("a", { ready: "not-ready", readiness: GRPC_PROBE }),
		{ ...answered(SERVING), transport: tls() },
		["KG107 error"],
	],
	[
		"grpc probe on a TLS port that speaks plaintext too, as it succeeds",
		target("a", { readiness: GRPC_PROBE }),
		{ ...answered(SERVING), transport: tls() },
		[],
	],
	[
		"grpc probe of another port than the TLS one",
		target("a", { ready: "not-ready", readiness: PROBE_OF_9090 }),
		{ ...answered(SERVING), transport: tls() },
		["KG101 warning"],
	],
	[
		"tcp probe on a TLS port",
		target("a"),
		{ ...answered(SERVING), transport: tls() },
		[],
	],
	[
		"certificate about to end",
		target("a"),
		{ ...answered(SERVING), transport: tls({ daysLeft: 6 }) },
		["KG111 warning"],
	],
	[
		"certificate expired",
		target("a"),
		{ ...answered(SERVING), transport: tls({ daysLeft: -1 }) },
		["KG111 error"],
	],
	[
		"TLS without ALPN, as of a load balancer that ends it for TCP",
		target("a"),
		{ ...answered(SERVING), transport: { ...tls(), alpn: undefined } },
		["KG121 warning"],
	],
	[
		"the probe's service is unknown",
		target("a", { ready: "not-ready", readiness: PROBE_OF_A }),
		{ answers: { "": SERVING, "a.A": failed("NOT_FOUND") } },
		["KG110 error"],
	],
	[
		"the liveness probe's service is unknown",
		target("a", { liveness: PROBE_OF_A }),
		{ answers: { "": SERVING, "a.A": failed("NOT_FOUND") } },
		["KG110 error"],
	],
	[
		"the liveness probe's service is NOT_SERVING",
		target("a", { liveness: PROBE_OF_A }),
		{ answers: { "": SERVING, "a.A": NOT_SERVING } },
		["KG122 warning"],
	],
	[
		"the liveness probe asks on another port",
		target("a", { liveness: PROBE_OF_9090 }),
		{ answers: { "": NOT_SERVING } },
		["KG102 warning"],
	],
	[
		"a service is unknown that the probe asks for on another port",
		target("a", {
			ready: "not-ready",
			readiness: { ...PROBE_OF_9090, service: "" },
		}),
		answered(failed("NOT_FOUND")),
		["KG105 error"],
	],
	[
		"crashing",
		target("a", { ready: "not-ready", unreachable: "no container is running" }),
		undefined,
		["KG114 error"],
	],
	...(
		["connection-refused", "pod-gone", "tls-client-certificate"] as const
	).map(
		(code) =>
			[
				`Terminating, and ${code}`,
				target("a", { terminating: true }),
				unreachable(code),
				[],
			] as const,
	),
	[
		"Terminating, and it answers UNAVAILABLE",
		target("a", { terminating: true }),
		answered(failed("UNAVAILABLE", "shutting down")),
		[],
	],
	[
		"grpc_health_probe of the TLS port in plaintext",
		target("a", { ready: "not-ready", readiness: program({}) }),
		{ ...answered(SERVING), transport: tls() },
		["KG107 error"],
	],
	[
		"grpc_health_probe of the TLS port over TLS",
		target("a", {
			ready: "not-ready",
			readiness: program({ transport: "tls" }),
		}),
		{ ...answered(SERVING), transport: tls() },
		["KG101 warning"],
	],
	[
		"the kubelet's probe of the TLS port over TLS",
		target("a", {
			ready: "not-ready",
			readiness: { ...PROBE_OF_A, service: "", mode: "TLS" },
		}),
		{ ...answered(SERVING), transport: tls() },
		["KG101 warning"],
	],
	[
		"grpc_health_probe asks for a service that is unknown",
		target("a", {
			ready: "not-ready",
			readiness: program({ service: "a.A" }),
		}),
		{ answers: { "": SERVING, "a.A": failed("NOT_FOUND") } },
		["KG110 error"],
	],
	[
		"no health service and grpc_health_probe",
		target("a", { ready: "not-ready", readiness: program({}) }),
		answered(failed("UNIMPLEMENTED")),
		["KG103 error"],
	],
	[
		"Terminating, and its containers have ended",
		target("a", { terminating: true, unreachable: "no container is running" }),
		undefined,
		[],
	],
	[
		"completed",
		target("a", {
			phase: "Succeeded",
			ready: "not-ready",
			unreachable: "it has completed",
		}),
		undefined,
		[],
	],
	[
		"no port",
		target("a", {
			port: { kind: "none", reason: "no port", hint: "name one" },
		}),
		undefined,
		["KG115 error"],
	],
	[
		"headless Service with another targetPort",
		target("a", {
			port: {
				...CHOSEN,
				notes: [
					{
						kind: "headless-target-port",
						service: "x",
						port: 80,
						targetPort: 50051,
					},
				],
			},
		}),
		answered(SERVING),
		["KG118 warning"],
	],
];

describe("findings about one pod", () => {
	test.each(CASES)("%s", (_name, pod, seen, codes) => {
		expect(codesOf(reportOf([[pod, seen]]).pods[0])).toEqual(codes);
	});

	test("every code is in the catalogue, and has a case here or beside", () => {
		const cased = new Set(
			CASES.flatMap(([, , , codes]) => codes.map((code) => code.slice(0, 5))),
		);
		const missing = Object.keys(CATALOGUE).filter(
			(code) => code.startsWith("KG1") && !cased.has(code),
		);
		expect(missing).toEqual(["KG106", "KG120", "KG123"]);
	});
});

test("findings never depend on the order in which pods answered", () => {
	const seen = fc.constantFrom(
		answered(SERVING),
		answered(NOT_SERVING),
		answered(failed("UNIMPLEMENTED")),
		unreachable("silent"),
	);
	fc.assert(
		fc.property(fc.array(seen, { minLength: 1, maxLength: 5 }), (all) => {
			const pods = all.map((one, at) => [target(`p${at}`), one] as const);
			const byName = (report: ReturnType<typeof reportOf>) =>
				report.pods.map((pod) => [pod.name, pod.findings]).toSorted();
			expect(byName(reportOf(pods.toReversed()))).toEqual(
				byName(reportOf(pods)),
			);
		}),
	);
});
