// What is said to do about a readiness probe is something other than what the pod has already.
import { describe, expect, test } from "vitest";
import type { Probe } from "../../../../src/kubernetes/pod.ts";
import {
	answered,
	failed,
	GRPC_PROBE,
	NOT_SERVING,
	PROBE_OF_A,
	program,
	reportOf,
	SERVING,
	type Seen,
	TCP_PROBE,
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
			"SERVING but not Ready, so no Service sends it traffic, unless by publishNotReadyAddresses. It has no readiness probe, so it is Ready as soon as it runs: it has just started, or its node has not reported it yet.",
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
		"serve health on a plaintext port and probe that, or probe with exec: grpc_health_probe -addr=:50051 -tls -tls-no-verify -service=a.A",
	]);
});

describe("over TLS, what a program in the container is to be told", () => {
	const fixOf = (readiness: Probe, transport = tls()) =>
		reportOf([
			[target("a", { readiness }), { ...answered(NOT_SERVING), transport }],
		]).pods[0]?.findings[0]?.fix;

	test("that the certificate is not verified for localhost", () => {
		expect(fixOf(TCP_PROBE)).toBe(
			"serve health on a plaintext port and probe that, or probe with exec: grpc_health_probe -addr=:50051 -tls -tls-no-verify",
		);
	});

	test("the client certificate that the server asks for", () => {
		const mutual = { ...tls(), clientCertificate: "sent" } as const;
		expect(fixOf(TCP_PROBE, mutual)).toMatch(
			/-tls -tls-no-verify -tls-client-cert=FILE -tls-client-key=FILE$/,
		);
	});

	test("nothing that one which dials TLS knows already", () => {
		const asks = { service: "a.A", transport: "tls" } as const;
		expect(fixOf(program(asks))).toBe("grpc_health_probe -addr=:50051 -tls");
	});
});

describe("a probe that fails by what is answered now", () => {
	const READY = "It is Ready all the same";
	const messages = (
		pod: Parameters<typeof target>[1],
		answers: Extract<Seen, { answers: object }>["answers"],
	) => {
		const { pods } = reportOf([[target("a", pod), { answers }]]);
		return pods[0]?.findings.map(({ code, message }) => `${code} ${message}`);
	};
	const noHealth = { "": failed("UNIMPLEMENTED") };
	const unknown = { "": SERVING, "a.A": UNKNOWN };
	const starting = (startup: Probe) => ({
		ready: "not-ready" as const,
		containers: target("a", { ready: "not-ready" }).pod.containers.map(
			(one) => ({ ...one, startup, started: false }),
		),
	});

	test("is not said to keep a pod out that is Ready", () => {
		const readiness = GRPC_PROBE;
		expect(messages({ readiness, ready: "not-ready" }, noHealth)).toEqual([
			"KG103 serves gRPC on port 50051 but no grpc.health.v1.Health. Its grpc readiness probe fails on that.",
		]);
		expect(messages({ readiness }, noHealth)?.[0]).toContain(
			`Its grpc readiness probe fails on that. ${READY}: the probe has not failed failureThreshold times in a row yet, or gets another answer.`,
		);
		expect(messages({ readiness: PROBE_OF_A }, unknown)?.[0]).toContain(
			`"a.A", which the server does not know. ${READY}`,
		);
	});

	test("has the container restarted, where it is one for that", () => {
		expect(messages({ liveness: PROBE_OF_A, restarts: 4 }, unknown)).toEqual([
			'KG110 its grpc liveness probe asks for service "a.A", which the server does not know. ' +
				"A liveness probe that fails makes the kubelet restart the container: the pod has had 4 restarts.",
		]);
		const liveness = program({ service: "a.A" });
		const down = { "": SERVING, "a.A": NOT_SERVING };
		expect(messages({ liveness, restarts: 1 }, down)).toEqual([
			'KG122 its liveness probe (grpc_health_probe) asks for "a.A" and gets NOT_SERVING. ' +
				"A liveness probe that fails makes the kubelet restart the container: the pod has had 1 restart.",
		]);
		expect(messages({ liveness: GRPC_PROBE }, noHealth)?.[0]).toContain(
			"Its grpc liveness probe fails on that. A liveness probe",
		);
	});

	test("is told together with one that asks the same", () => {
		const both = { readiness: PROBE_OF_A, liveness: PROBE_OF_A };
		const { pods } = reportOf([
			[target("a", { ...both, ready: "not-ready" }), { answers: unknown }],
		]);
		expect(pods[0]?.findings).toMatchObject([
			{
				message: expect.stringContaining(
					"its grpc readiness probe and grpc liveness probe ask for service",
				),
				fix: "readinessProbe and livenessProbe: {grpc: {port: 50051}}",
			},
		]);
	});

	test("as a startup probe keeps the pod from being Ready", () => {
		expect(messages(starting(PROBE_OF_A), unknown)).toEqual([
			expect.stringMatching(/^KG110 its grpc startup probe asks/),
		]);
		const seen = { ...answered(SERVING), transport: tls() };
		const [pod] = reportOf([[target("a", starting(GRPC_PROBE)), seen]]).pods;
		expect(pod?.findings.map(({ message }) => message)).toEqual([
			"port 50051 speaks TLS and its grpc startup probe dials plaintext, so the probe always fails.",
		]);
	});

	test("as a startup probe that is told NOT_SERVING does", () => {
		const answers = { "": SERVING, "a.A": NOT_SERVING };
		expect(messages(starting(PROBE_OF_A), answers)).toEqual([
			expect.stringMatching(
				/^KG101 .* asks whether it is ready\. It asks for "a\.A" and gets NOT_SERVING\.$/,
			),
		]);
	});

	test.each([
		["one that is told SERVING", { "": SERVING, "a.A": SERVING }],
		["one whose service was not asked", { "": SERVING }],
	])("as %s may need no more than time", (_what, answers) => {
		expect(messages(starting(PROBE_OF_A), answers)).toEqual([
			expect.stringMatching(/^KG101 .* asks whether it is ready\.$/),
		]);
	});

	test("as a liveness probe asks nothing before the startup probe has succeeded", () => {
		const { containers } = starting(TCP_PROBE);
		const pod = {
			ready: "not-ready" as const,
			containers: containers.map((one) => ({ ...one, liveness: GRPC_PROBE })),
		};
		expect(messages(pod, { "": NOT_SERVING })).toEqual([]);
		const knocked = messages({ ...pod, restarts: 4 }, noHealth);
		expect(knocked?.[0]).toMatch(/Its grpc liveness probe fails on that\.$/);
	});

	test("has the container restarted by the one of them that asks: startup, and liveness once that has succeeded", () => {
		const { containers } = starting(PROBE_OF_A);
		const both = (started: boolean) => ({
			ready: "not-ready" as const,
			restarts: 4,
			containers: containers.map((one) => ({
				...one,
				liveness: PROBE_OF_A,
				started,
			})),
		});
		expect(messages(both(false), unknown)?.[0]).toContain(
			"does not know. A startup probe that fails makes the kubelet restart the container",
		);
		expect(messages(both(true), unknown)?.[0]).toContain(
			"does not know. A liveness probe that fails makes the kubelet restart the container",
		);
	});

	test.each([
		["plaintext where the port speaks TLS", GRPC_PROBE, tls()],
		["TLS where it speaks plaintext", program({ transport: "tls" }), undefined],
	])("gets no answer that dials %s", (_, liveness, transport) => {
		const pod = target("a", { liveness, restarts: 4 });
		const seen = { ...answered(NOT_SERVING), ...(transport && { transport }) };
		const [report] = reportOf([[pod, seen]]).pods;
		expect(report?.findings.map(({ code }) => code)).not.toContain("KG122");
	});
});

test("names of a server or a manifest, and paths, are cut where they would fill the screen", () => {
	const long = `a.${"x".repeat(10_000)}.B`;
	const texts = (
		readiness: Probe,
		answers: Extract<Seen, { answers: object }>["answers"],
		ready: "ready" | "not-ready" = "ready",
	) => {
		const asked = { kind: "named", names: ["", "zeta.Zeta"] } as const;
		const seen = { answers, services: [long] };
		const { pods } = reportOf(
			[[target("a", { readiness, ready }), seen]],
			asked,
		);
		return pods[0]?.findings.flatMap(({ message, fix }) => [message, fix]);
	};
	const http = { kind: "http", port: 50051, path: `/${long}` } as const;
	const probe = { kind: "grpc", port: 50051, service: long } as const;
	const mode = { ...probe, mode: "TLS" } as const;
	const found = [
		texts(http, { "": NOT_SERVING }),
		texts(TCP_PROBE, { "": SERVING, "zeta.Zeta": UNKNOWN }),
		texts(probe, { "": NOT_SERVING, [long]: SERVING }),
		texts(probe, { "": SERVING, [long]: UNKNOWN }, "not-ready"),
		texts(mode, { "": SERVING, "zeta.Zeta": SERVING }, "not-ready"),
	].map((each) => each?.map((text) => text.length) ?? []);
	for (const lengths of found) {
		expect(lengths.length).toBeGreaterThan(0);
		expect(Math.max(...lengths)).toBeLessThan(600);
	}
});
