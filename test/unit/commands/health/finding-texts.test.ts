import { describe, expect, test } from "vitest";
import { endpointTarget } from "../../../../src/cli/endpoint-target.ts";
import type { HealthFact } from "../../../../src/commands/health/facts.ts";
import { healthReport } from "../../../../src/commands/health/report.ts";
import type { ErrorCode } from "../../../../src/errors.ts";
import { noMessage } from "../../../../src/grpc/no-message.ts";
import { withoutTrailers } from "../../../../src/grpc/no-trailers.ts";
import { unaskedEncoding } from "../../../../src/grpc/unasked-encoding.ts";
import type { Probe } from "../../../../src/kubernetes/pod.ts";
import type { PodTarget } from "../../../../src/kubernetes/target.ts";
import {
	answered,
	CHOSEN,
	factsOf,
	failed,
	GRPC_PROBE,
	NOT_SERVING,
	PROBE_OF_9090,
	PROBE_OF_A,
	program,
	reportOf,
	SERVER,
	SERVING,
	type Seen,
	stateAfter,
	TCP_PROBE,
	target,
	tls,
	unreachable,
	WHOLE_SERVER,
} from "./build.ts";

describe("why a serving pod is not Ready", () => {
	const NONE = { kind: "none" } as const;
	const cause = (
		readiness: Probe,
		containers?: PodTarget["pod"]["containers"],
	) => {
		const pod = target("a", {
			ready: "not-ready",
			readiness,
			...(containers === undefined ? {} : { containers }),
		});
		return reportOf([[pod, answered(SERVING)]]).pods[0]?.findings[0]?.message;
	};

	test.each<[string, Probe, RegExp]>([
		["the same port", TCP_PROBE, /dials the same port .* bound to localhost/],
		["by its name", { kind: "tcp", port: "grpc" }, /bound to localhost alone/],
		["another port", { kind: "tcp", port: 8080 }, /asks port 8080, not 50051/],
		[
			"a port by a name that there is none of",
			{ kind: "tcp", port: "grcp" },
			/names port grcp, which its container does not have/,
		],
		["the same question", GRPC_PROBE, /asks the same .* bound to localhost/],
		["gRPC on another port", PROBE_OF_9090, /asks port 9090, not 50051/],
		["another service", PROBE_OF_A, /asks for "a.A", not for the whole server/],
		[
			"a command",
			{ kind: "exec", asks: undefined },
			/runs a command in the container/,
		],
		[
			"the same question by a program",
			program({}),
			/grpc_health_probe asks the same in the container and fails/,
		],
		[
			"another port by a program",
			program({ port: 9090 }),
			/asks port 9090, not 50051/,
		],
		[
			"another service by a program",
			program({ service: "a.A" }),
			/grpc_health_probe asks for "a.A", not for the whole server/,
		],
		[
			"a service that only the container knows",
			program({ service: undefined }),
			/asks for a service that its environment names/,
		],
		[
			"plaintext over TLS",
			program({ transport: "tls" }),
			/grpc_health_probe dials TLS, and port 50051 speaks plaintext/,
		],
	])("a probe of %s", (_what, readiness, message) => {
		expect(cause(readiness)).toMatch(message);
	});

	test("a startup probe that has not succeeded, whatever the readiness probe", () => {
		const starting = (readiness: Probe) =>
			target("a", { ready: "not-ready", readiness }).pod.containers.map(
				(one) => ({ ...one, startup: GRPC_PROBE, started: false }),
			);
		for (const readiness of [NONE, TCP_PROBE, GRPC_PROBE])
			expect(cause(readiness, starting(readiness))).toMatch(
				/startup probe has not succeeded yet/,
			);
	});

	test("a probe of another service: what it gets, and where to look", () => {
		const found = (a: typeof SERVING, readiness: Probe) =>
			reportOf([
				[
					target("a", { ready: "not-ready", readiness }),
					{ answers: { "": SERVING, "a.A": a } },
				],
			]).pods[0]?.findings[0];
		expect(found(NOT_SERVING, PROBE_OF_A)).toMatchObject({
			message: expect.stringContaining(
				'asks for "a.A", not for the whole server, and gets NOT_SERVING.',
			),
			fix: expect.stringContaining("kubectl logs user-service-7f98d6c569-a"),
		});
		expect(found(SERVING, program({ service: "a.A" }))).toMatchObject({
			message: expect.stringContaining("and gets SERVING."),
			fix: expect.stringContaining("kubectl describe pod"),
		});
	});

	test("gRPC on another port: ask there", () => {
		const fixOf = (readiness: Probe) =>
			reportOf([
				[target("a", { ready: "not-ready", readiness }), answered(SERVING)],
			]).pods[0]?.findings[0]?.fix;
		expect(fixOf(PROBE_OF_9090)).toBe(
			"--port 9090 shows what it is answered there",
		);
		expect(fixOf({ kind: "tcp", port: 8080 })).toBe(
			"readinessProbe: {grpc: {port: 50051}}",
		);
	});

	test("another container, or none of them", () => {
		const cache = { ...SERVER, name: "cache", ready: false };
		expect(cause(NONE, [SERVER, cache])).toMatch(
			/these containers of the pod are not: cache\./,
		);
		expect(cause(NONE, [SERVER])).toMatch(/readiness gate/);
	});

	test("a Service that sends it traffic all the same", () => {
		const notes = [{ kind: "publishes-not-ready", service: "peers" }] as const;
		const pod = target("a", { ready: "not-ready", port: { ...CHOSEN, notes } });
		const [finding] =
			reportOf([[pod, answered(SERVING)]]).pods[0]?.findings ?? [];
		expect(finding?.message).toMatch(
			/^SERVING but not Ready, and Service peers sends it traffic all the same \(publishNotReadyAddresses\)\. /,
		);
	});

	test.each<[readonly string[], string, string]>([
		[
			["target-health.elbv2.k8s.aws/x"],
			"its readiness gate target-health.elbv2.k8s.aws/x is not True",
			"the condition, once it is set, may say why: kubectl get pod user-service-7f98d6c569-a -n shop -o yaml",
		],
		[
			["a.example/up", "b.example/up"],
			"its readiness gates a.example/up and b.example/up are not True",
			"the condition, once it is set, may say why: kubectl get pod user-service-7f98d6c569-a -n shop -o yaml",
		],
		[[], "its node does not answer the API server", "kubectl get node node-1"],
	])("gates that are not met: %j", (unmetGates, says, fix) => {
		const pod = target("a", {
			ready: "not-ready",
			containers: [SERVER],
			unmetGates,
		});
		const [finding] =
			reportOf([[pod, answered(SERVING)]]).pods[0]?.findings ?? [];
		expect(finding?.message).toContain(says);
		expect(finding?.fix).toBe(fix);
	});
});

test("a liveness probe in plaintext of a TLS port, by the restarts", () => {
	const alive = (
		liveness: Probe,
		restarts: number,
		readiness: Probe = TCP_PROBE,
		transport = tls(),
	) => {
		const containers = target("a", { readiness }).pod.containers.map((one) => ({
			...one,
			liveness,
		}));
		const pod = target("a", { containers, restarts });
		const seen = { ...answered(SERVING), transport };
		return reportOf([[pod, seen]]).pods[0]?.findings.map(
			({ code, message }) => `${code} ${message}`,
		);
	};
	const fails = [
		"KG107 port 50051 speaks TLS and its liveness probe dials plaintext, so the probe always fails and the pod is restarted: 4 restarts so far.",
	];
	expect(alive(GRPC_PROBE, 4)).toEqual(fails);
	expect(alive(program({}), 4)).toEqual(fails);
	expect(alive(GRPC_PROBE, 0)).toEqual([]);
	expect(alive(GRPC_PROBE, 4, GRPC_PROBE)).toEqual([]);
	expect(alive(PROBE_OF_9090, 4)).toEqual([]);
	expect(alive(program({ transport: "tls" }), 4)).toEqual([]);
	expect(alive(TCP_PROBE, 4)).toEqual([]);
	const asked = { ...tls(), detected: false };
	expect(alive(GRPC_PROBE, 4, TCP_PROBE, asked)).toEqual([]);
});

describe("what a finding says", () => {
	const messageOf = (pod: PodTarget, seen: Seen) =>
		reportOf([[pod, seen]]).pods[0]?.findings[0];

	test.each([
		[{ kind: "none" } as const, "It has no readiness probe"],
		[TCP_PROBE, "opens a TCP connection and never asks gRPC health"],
		[
			{ kind: "http", port: 8080, path: "/ready" } as const,
			"asks HTTP /ready and never gRPC health",
		],
		[GRPC_PROBE, "asks the same"],
		[PROBE_OF_A, 'asks for "a.A"'],
		[PROBE_OF_9090, "asks port 9090, not 50051"],
	])(
		"a Ready pod that is NOT_SERVING: the part of its probe %j",
		(readiness, part) => {
			expect(
				messageOf(target("a", { readiness }), answered(NOT_SERVING))?.message,
			).toContain(part);
		},
	);

	test.each([
		["a probe that is no grpc", TCP_PROBE, undefined, "{grpc: {port: 50051}}"],
		["one that asks the same", GRPC_PROBE, undefined, "failureThreshold"],
		[
			"a port that speaks TLS",
			TCP_PROBE,
			tls(),
			"grpc_health_probe -addr=:50051 -tls",
		],
		[
			"a port that speaks TLS, and a probe of another service that succeeds",
			PROBE_OF_A,
			tls(),
			"{grpc: {port: 50051}}",
		],
	])(
		"a Ready pod that is NOT_SERVING: what to do with %s",
		(_, readiness, transport, part) => {
			const seen = answered(NOT_SERVING);
			expect(
				messageOf(
					target("a", { readiness }),
					transport === undefined ? seen : { ...seen, transport },
				)?.fix,
			).toContain(part);
		},
	);

	test("a refused port whose probe on the pod's address succeeds is bound to that address", () => {
		const probed = messageOf(target("a"), unreachable("connection-refused"));
		expect(probed?.message).toContain("bound to that address alone");
		const unprobed = messageOf(
			target("a", { ready: "not-ready" }),
			unreachable("connection-refused"),
		);
		expect(unprobed?.message).toContain(
			"another port, or is bound to the pod's address alone",
		);
	});

	test("a port refused that grpc_health_probe asks in the container may be bound to another address", () => {
		expect(
			messageOf(
				target("a", { readiness: program({}) }),
				unreachable("connection-refused"),
			)?.message,
		).not.toContain("bound to that address alone");
	});

	test("a port refused whose TCP probe a mesh's proxy may have answered is not said to be bound to an address", () => {
		const refusedBy = (readiness: Probe) =>
			messageOf(
				target("a", {
					containers: [
						{ ...SERVER, readiness },
						{ ...SERVER, name: "linkerd-proxy", role: "sidecar" },
					],
				}),
				unreachable("connection-refused"),
			)?.message;
		const bound = "so the server is bound to that address alone";
		expect(refusedBy(TCP_PROBE)).not.toContain(bound);
		expect(refusedBy(GRPC_PROBE)).toContain(bound);
	});

	test("a refused port of a server that is not up yet", () => {
		const refusedBy = (pod: Parameters<typeof target>[1]) =>
			messageOf(target("a", pod), unreachable("connection-refused"))?.message;
		expect(refusedBy({ ready: "not-ready" })).toContain(
			"the server is not up yet, uses another",
		);
		expect(refusedBy({})).not.toContain("not up yet");
		const containers = target("a", { ready: "not-ready" }).pod.containers.map(
			(one) => ({ ...one, startup: GRPC_PROBE, started: false }),
		);
		expect(refusedBy({ ready: "not-ready", containers })).toContain(
			"Its startup probe has not succeeded yet: it may still be starting.",
		);
	});

	test("a probe over TLS stays one, with another service", () => {
		const readiness = { ...PROBE_OF_A, mode: "TLS" } as const;
		const answers = { "": NOT_SERVING, "a.A": SERVING };
		expect(
			messageOf(target("a", { readiness }), { answers, transport: tls() })?.fix,
		).toBe("readinessProbe: {grpc: {port: 50051, mode: TLS}}");
	});

	test("a Ready pod that is NOT_SERVING, and what its grpc_health_probe asks for", () => {
		const found = messageOf(
			target("a", { readiness: program({ service: "a.A" }) }),
			{
				answers: { "": NOT_SERVING, "a.A": SERVING },
				transport: tls(),
			},
		);
		expect(found?.message).toContain(
			'grpc_health_probe asks for "a.A", not for the whole server, and gets SERVING.',
		);
		expect(found?.fix).toBe("grpc_health_probe -addr=:50051");
	});

	test("a port of a proxy: the proxy's own probe", () => {
		const proxy = {
			...SERVER,
			name: "envoy",
			role: "sidecar",
			readiness: { kind: "http", port: 15021, path: "/healthz/ready" },
		} as const;
		const port = { ...CHOSEN, container: "envoy" } as const;
		expect(
			messageOf(
				target("a", { port, containers: [SERVER, proxy] }),
				answered(NOT_SERVING),
			)?.message,
		).toContain("asks HTTP /healthz/ready");
	});

	test("a port of HTTP/1: a flag names another port of a pod, and nothing one of an address", () => {
		const hint = "look for gRPC on another";
		const failure = { code: "not-http2", message: "no", hint: [hint] } as const;
		expect(messageOf(target("a"), { failure })?.fix).toBe(
			`${hint}; name the gRPC port: --port NAME or NUMBER`,
		);
		const address = endpointTarget("192.0.2.7", 80);
		expect(messageOf(address, { failure })?.fix).toBe(hint);
	});

	test("a hint that is aligned over several lines is one sentence of a fix", () => {
		const hint = ["needs  get on pods", "try    make a role", "       bind it"];
		const failure = { code: "forbidden", message: "no", hint } as const;
		expect(messageOf(target("a"), { failure })?.fix).toBe(
			"needs get on pods; try make a role; bind it",
		);
	});

	test("a name of the cluster's DNS: the Service that it may be", () => {
		const address = endpointTarget("users", 80);
		const code = "name-unresolved";
		const fixOf = (hint: readonly string[]) =>
			messageOf(address, { failure: { code, message: "no", hint } })?.fix;
		expect(fixOf(["svc/users:80"])).toBe("svc/users:80");
		expect(fixOf([])).toContain("check the name");
	});

	test("a proxy that does not connect to an address: where the proxy comes from", () => {
		const hint = ["the proxy comes from HTTPS_PROXY", "NO_PROXY goes around"];
		const failure = { code: "tunnel-failed", message: "no", hint } as const;
		expect(messageOf(endpointTarget("users", 443), { failure })?.fix).toBe(
			hint.join("; "),
		);
	});

	test("a refused port: the log of the container that should listen", () => {
		const { containers } = target("a").pod;
		const proxy = containers.map((one) => ({ ...one, name: "proxy" }));
		const fixOf = (pod: PodTarget) =>
			messageOf(pod, unreachable("connection-refused"))?.fix;
		const name = "user-service-7f98d6c569-a";
		const away = { ready: "not-ready", containers } as const;
		expect(fixOf(target("a", away))).toContain(
			`: kubectl logs ${name} -n shop`,
		);
		expect(
			fixOf(target("a", { ...away, containers: [...proxy, ...containers] })),
		).toContain(`: kubectl logs ${name} -n shop -c server`);
	});

	test("of a server that crashes beside a proxy that runs, that it does not run", () => {
		const message =
			"container server is not running, last ended with exit code 1 (Error)";
		const meshed = target("a", {
			ready: "not-ready",
			trouble: { container: "server", message },
			ended: {
				name: "server",
				run: "previous",
				exitCode: 1,
				reason: "Error",
			},
		});
		expect(messageOf(meshed, unreachable("connection-refused"))).toMatchObject({
			code: "KG104",
			message: `refuses connections on port 50051 (port named grpc). Its ${message}.`,
			fix: `kubectl logs ${meshed.pod.name} -n shop --previous`,
		});
		const other = target("a", { trouble: { container: "other", message } });
		expect(
			messageOf(other, unreachable("connection-refused"))?.message,
		).not.toContain(message);
	});

	test.each(["connection-refused", "not-http2", "silent"] as const)(
		"%s: what is known of the choice of the port comes with it",
		(code) => {
			const notes = [
				{ kind: "remark", text: "other candidates: 9000 (peer)" },
			] as const;
			const guessed = target("a", { port: { ...CHOSEN, notes } });
			expect(messageOf(guessed, unreachable(code))?.message).toMatch(
				/\. Other candidates: 9000 \(peer\)\.$/,
			);
		},
	);

	test("of a port that the user named amiss, what there is in its place and no guess", () => {
		const notes = [
			{ kind: "remark", text: "Service x has no port 80, but 50051 (grpc)" },
		] as const;
		const port = {
			...CHOSEN,
			port: 80,
			evidence: "flag",
			reason: "svc/x:80",
			notes,
		} as const;
		const asked = target("a", { port });
		expect(messageOf(asked, unreachable("connection-refused"))?.message).toBe(
			"refuses connections on port 80 (svc/x:80). Service x has no port 80, but 50051 (grpc).",
		);
	});

	test("of a port that no container declares, the fix names the declared one", () => {
		const port = {
			...CHOSEN,
			port: 80,
			evidence: "flag",
			reason: "--port 80",
		} as const;
		const fixOf = (code: ErrorCode) =>
			messageOf(target("a", { port }), unreachable(code))?.fix;
		expect(fixOf("connection-refused")).toBe("--port 50051 (port named grpc)");
		expect(fixOf("not-http2")).toBe(
			"name the gRPC port: --port 50051 (port named grpc)",
		);
	});

	test("an address of this machine that refuses: that a pod needs no port-forward", () => {
		const fixOf = (host: string) =>
			messageOf(endpointTarget(host, 50051), unreachable("connection-refused"))
				?.fix;
		const fix =
			"use another port, or start the server that should listen there";
		for (const [host, address] of [
			["localhost", "localhost:50051"],
			["127.0.0.1", "127.0.0.1:50051"],
			["::1", "[::1]:50051"],
		] as const)
			expect(fixOf(host)).toBe(
				`${fix}; a pod needs no port-forward: name it, or its deploy/NAME, in place of ${address}`,
			);
		expect(fixOf("users.example.com")).toBe(fix);
	});

	test("pods that a trouble keeps from being reached alike have one finding", () => {
		const lost = (suffix: string) =>
			messageOf(target(suffix), {
				failure: {
					code: "api-server-closed",
					message: `the API server took the tunnel to shop/user-service-7f98d6c569-${suffix}:50051 with it`,
					hint: [],
				},
			})?.message;
		expect(lost("a")).toBe(
			"the API server took the tunnel to port 50051 with it.",
		);
		expect(lost("b")).toBe(lost("a"));
	});

	test("what a server says of its pod stays as it is", () => {
		const said = "shop/user-service-7f98d6c569-a: no database";
		const answers = { "": failed("UNAVAILABLE", said) };
		const { pods } = reportOf([[target("a"), { answers }]]);
		expect(pods[0]?.findings[0]?.message).toContain(said);
	});

	test("what a server says at length is cut in the finding, and whole in the check", () => {
		const said = `${"x".repeat(60_000)}: no database`;
		const answers = { "": failed("UNAVAILABLE", said) };
		const { pods } = reportOf([[target("a"), { answers }]]);
		const message = pods[0]?.findings[0]?.message;
		expect(message?.length).toBeLessThan(300);
		expect(message).toContain(": no database");
		expect(pods[0]?.checks[0]?.message).toBe(said);
	});

	test("names that a server gives are bounded, and can be pasted", () => {
		const services = Array.from({ length: 50 }, (_, index) => `a.S${index}`);
		const asked = { kind: "named", names: ["a.Svc"] } as const;
		const findingOf = (known: readonly string[], readiness: Probe) =>
			reportOf(
				[
					[
						target("a", { ready: "not-ready", readiness }),
						{ answers: { "a.Svc": failed("NOT_FOUND") }, services: known },
					],
				],
				asked,
			).pods[0]?.findings[0];
		expect(findingOf(services, TCP_PROBE)?.message).toMatch(
			/ a\.S8 and 41 more\.$/,
		);
		expect(findingOf(["a.Svc$(x)"], TCP_PROBE)?.fix).toBe(
			"--service 'a.Svc$(x)'",
		);
		const probe = { kind: "grpc", port: 50051, service: "a.Svc" } as const;
		expect(findingOf(["a.Svc, x"], probe)?.fix).toBe(
			'readinessProbe: {grpc: {port: 50051, service: "a.Svc, x"}}',
		);
	});

	test.each([
		["user.UserServic", "--service user.UserService"],
		["UserService", "--service user.UserService"],
		["users.UserService", "--service user.UserService"],
		["billing.Ledger", "--all-services shows the names that have one"],
	])("unknown service %s: fix %s", (service, fix) => {
		const report = reportOf(
			[
				[
					target("a"),
					{
						answers: { [service]: failed("NOT_FOUND") },
						services: ["user.UserService"],
					},
				],
			],
			{ kind: "named", names: [service] },
		);
		expect(report.pods[0]?.findings).toMatchObject([{ code: "KG105", fix }]);
	});

	test("unknown service of a server that lists none, as Ruby's: no flag would show the names", () => {
		const answers = { "user.User": failed("NOT_FOUND") };
		const report = reportOf(
			[[target("a"), { answers, services: "unlisted" }]],
			{
				kind: "named",
				names: ["user.User"],
			},
		);
		expect(report.pods[0]?.findings).toMatchObject([
			{ code: "KG105", fix: "set it in the server's health service" },
		]);
	});
});

test("pods that were slow alike have one finding, whatever their milliseconds", () => {
	const slow = failed("DEADLINE_EXCEEDED", "", "channel");
	const messages = [3_001, 3_009].map((latencyMs) => {
		const seen = { answers: { "": { ...slow, latencyMs } } };
		const { pods } = reportOf([[target("a"), seen]]);
		return pods[0]?.findings[0]?.message;
	});
	expect(new Set(messages)).toEqual(
		new Set(["connected, but Health/Check gave no answer within 3.0s."]),
	);
});

test.each([
	[
		"check",
		3_000,
		"Health/Check gave no answer within 3.0s.",
		/^--rpc-timeout 10s shows whether it answers at all; the kubelet/,
	],
	[
		"poll",
		3_000,
		"Health/Check gave no answer within 3.0s.",
		/^--rpc-timeout 10s, with a --wait that is at least as long, shows .*; the kubelet/,
	],
	[
		"watch",
		null,
		"Health/Watch gave no answer within 1.3s.",
		/^the Watch stays open, so waiting longer shows .*; the kubelet/,
	],
] as const)(
	"what a %s that was not answered in time is told to do about it helps",
	(askedBy, latencyMs, message, fix) => {
		const late = failed(
			"DEADLINE_EXCEEDED",
			"no answer within 1.3s",
			"channel",
		);
		const [first, connected] = factsOf([[target("a"), answered(SERVING)]]);
		if (first === undefined || connected === undefined)
			throw new Error("no facts");
		const answer: HealthFact = {
			kind: "answer",
			pod: "shop/user-service-7f98d6c569-a",
			service: "",
			askedBy,
			answer: { ...late, latencyMs },
		};
		const state = stateAfter([first, connected, answer]);
		const [finding] = healthReport(state, WHOLE_SERVER).pods[0]?.findings ?? [];
		expect(finding?.message).toBe(`connected, but ${message}`);
		expect(finding?.fix).toMatch(fix);
	},
);

test.each([
	[-2, "expired 1 day ago"],
	[-1, "expired less than a day ago"],
	[0, "ends in less than a day"],
	[1, "ends in 1 day"],
	[6, "ends in 6 days"],
])("a certificate with %i days left, rounded down, %s", (daysLeft, says) => {
	const seen = { answers: { "": SERVING }, transport: tls({ daysLeft }) };
	const [pod] = reportOf([[target("a"), seen]]).pods;
	expect(pod?.findings[0]?.message).toBe(
		`its certificate ${says}, on 2026-04-01.`,
	);
});

test("a certificate of later today says at what time it begins", () => {
	const later = tls({
		validFrom: "2026-01-01T15:04:05.000Z",
		verified: { ok: false, reason: "not yet valid" },
	});
	const seen = { answers: { "": SERVING }, transport: later };
	const [pod] = reportOf([[target("a"), seen]]).pods;
	expect(pod?.findings[0]).toMatchObject({
		code: "KG111",
		message: "its certificate is not valid before 2026-01-01 15:04 UTC.",
		fix: expect.stringContaining("clock"),
	});
});

test("of an address, a bare UNIMPLEMENTED may be Envoy's that has no route", () => {
	const fixOf = (pod: PodTarget, message: string) =>
		reportOf([[pod, answered(failed("UNIMPLEMENTED", message))]]).pods[0]
			?.findings[0]?.fix;
	const address = endpointTarget("grpc.shop.example", 443);
	expect(fixOf(address, "")).toMatch(
		/without a route for the call.* --authority/,
	);
	expect(fixOf(address, "unknown service")).not.toMatch(/route/);
	expect(fixOf(target("a"), "")).not.toMatch(/route/);
});

test("of a gateway's 502, what is between it and the server", () => {
	const message = "the answer is not gRPC: HTTP status 502, no content-type";
	const answer = failed("UNAVAILABLE", message, "channel");
	const [pod] = reportOf([[target("a"), answered(answer)]]).pods;
	expect(pod?.findings[0]?.fix).toMatch(/or does not speak HTTP\/2 to it/);
});

test("of an auth proxy's 401, who says it and what it asks for", () => {
	const message = "the answer is not gRPC: HTTP status 401, no content-type";
	const answer = failed("UNAUTHENTICATED", message, "channel");
	const [pod] = reportOf([[target("a"), answered(answer)]]).pods;
	expect(pod?.findings[0]?.fix).toMatch(
		/instead of the server: .*; send credentials that it takes: -H 'authorization: Bearer …'/,
	);
});

test.each([
	["UNAUTHENTICATED", true],
	["PERMISSION_DENIED", true],
	["INTERNAL", false],
] as const)(
	"of %s, whether it is told to send credentials: %j",
	(code, told) => {
		const [pod] = reportOf([[target("a"), answered(failed(code, "no"))]]).pods;
		expect(pod?.findings[0]?.fix?.includes("Bearer")).toBe(told);
	},
);

test("of a Ruby server whose threads are all taken, what takes them", () => {
	const answer = failed("RESOURCE_EXHAUSTED", "No free threads in thread pool");
	const [pod] = reportOf([[target("a"), answered(answer)]]).pods;
	expect(pod?.findings[0]?.fix).toMatch(/open stream .* pool_size/);
	expect(pod?.findings[0]?.fix).not.toMatch(/size limit/);
});

test("of httpd's page in the place of a message, who puts it there", () => {
	const { name, message, source } = noMessage(Buffer.from("<html>"));
	const answer = failed(name, message, source);
	const [pod] = reportOf([[target("a"), answered(answer)]]).pods;
	expect(pod?.findings[0]?.fix).toMatch(/httpd .*ProxyTimeout/);
});

test("of Tomcat's status in the headers alone, why it is none", () => {
	const { name, message, source } = withoutTrailers({ "grpc-status": "12" });
	const answer = failed(name, message, source);
	const [pod] = reportOf([[target("a"), answered(answer)]]).pods;
	expect(pod?.findings).toMatchObject([
		{ code: "KG117", fix: expect.stringContaining("Tomcat") },
	]);
});

test("of a compression that was not offered, whose setting that is", () => {
	const { name, message, source } = unaskedEncoding("zstd");
	const answer = failed(name, message, source);
	const [pod] = reportOf([[target("a"), answered(answer)]]).pods;
	expect(pod?.findings).toMatchObject([
		{ code: "KG117", fix: expect.stringContaining("grpc-accept-encoding") },
	]);
});

test("of an address whose connection ends under the question, no pod is spoken of", () => {
	const answer = failed("UNAVAILABLE", "Stream refused by server", "channel");
	const address = endpointTarget("grpc.shop.example", 443);
	const [pod] = reportOf([[address, answered(answer)]]).pods;
	expect(pod?.findings).toMatchObject([
		{ code: "KG116", fix: "run it again, or follow it with --watch" },
	]);
});
