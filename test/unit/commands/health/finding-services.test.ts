import { describe, expect, test } from "vitest";
import type { HealthFact } from "../../../../src/commands/health/facts.ts";
import type { AskedServices } from "../../../../src/commands/health/questions.ts";
import { healthReport } from "../../../../src/commands/health/report.ts";
import type { PodTarget } from "../../../../src/kubernetes/target.ts";
import {
	answered,
	codesOf,
	factsOf,
	failed,
	GRPC_PROBE,
	NOT_SERVING,
	reportOf,
	SERVING,
	type Seen,
	stateAfter,
	target,
	WHOLE_SERVER,
} from "./build.ts";

describe("services that have one trouble", () => {
	const all = (answer: typeof SERVING, count = 12) =>
		Object.fromEntries(
			Array.from({ length: count }, (_, at) => [`a.S${at}`, answer]),
		);
	const told = (
		answers: Readonly<Record<string, typeof SERVING>>,
		pod: Parameters<typeof target>[1] = {},
		siblings: readonly (readonly [PodTarget, Seen])[] = [],
	) => {
		const services = Object.keys(answers);
		const seen = { answers, services };
		return reportOf([[target("a", pod), seen], ...siblings], {
			kind: "all",
		}).pods[0]?.findings.map(
			({ code, message, fix }) => `${code} ${message} fix: ${fix}`,
		);
	};

	test("by which no answer comes have one finding", () => {
		const slow = failed("DEADLINE_EXCEEDED", "", "channel");
		expect(told({ "": slow, ...all(slow, 2) })).toEqual([
			expect.stringContaining(
				'KG113 connected, but Health/Check for the whole server, "a.S0" and "a.S1" gave no answer within 3.0s.',
			),
		]);
	});

	test("by which each is refused have one finding, and another one another", () => {
		const refused = failed("PERMISSION_DENIED", "who are you");
		expect(
			told({ "": SERVING, ...all(refused), b: failed("INTERNAL", "boom") }),
		).toEqual([
			expect.stringMatching(/^KG117 .*"a.S8" and 3 more ended with PERM/),
			expect.stringMatching(/^KG117 Health\/Check for "b" ended with INTERNAL/),
		]);
	});

	test("by which a Ready pod serves none of them have one finding", () => {
		expect(told({ "": NOT_SERVING, ...all(NOT_SERVING, 2) })).toEqual([
			'KG102 Ready but the whole server, "a.S0" and "a.S1" are NOT_SERVING, so it still gets traffic. ' +
				"Its readiness probe opens a TCP connection and never asks gRPC health. fix: readinessProbe: {grpc: {port: 50051}}",
		]);
		const probed = { readiness: GRPC_PROBE };
		expect(told({ "": SERVING, ...all(NOT_SERVING, 2) }, probed)).toEqual([
			'KG102 Ready but "a.S0" and "a.S1" are NOT_SERVING, so it still gets traffic. ' +
				"Its grpc readiness probe asks for the whole server, not for them, and gets SERVING. " +
				"fix: readinessProbe: {grpc: {port: 50051, service: a.S0}}",
		]);
		expect(told({ "": NOT_SERVING, ...all(NOT_SERVING, 2) }, probed)).toEqual([
			expect.stringContaining("asks the same, so this is recent"),
		]);
	});

	test("by which a replica differs from its siblings have one finding", () => {
		const sibling = (name: string): readonly [PodTarget, Seen] => [
			target(name),
			{ answers: { "": SERVING, ...all(SERVING, 2) } },
		];
		expect(
			told(
				{ "": NOT_SERVING, ...all(NOT_SERVING, 2) },
				{ ready: "not-ready" },
				[sibling("b"), sibling("c")],
			),
		).toEqual([
			expect.stringContaining(
				'KG106 answers NOT_SERVING for the whole server, "a.S0" and "a.S1" where its 2 siblings answer SERVING.',
			),
		]);
	});
});

describe("a server that does not say which services it has", () => {
	const unknown = (suffix: string): HealthFact => ({
		kind: "services-unknown",
		pod: `shop/user-service-7f98d6c569-${suffix}`,
		reason: "UNIMPLEMENTED: unknown service",
	});
	const podsOf = (
		facts: readonly HealthFact[],
		asked: AskedServices = { kind: "all" },
	) => healthReport(stateAfter(facts), asked).pods;
	const serving = factsOf([[target("a"), answered(SERVING)]]);

	test("has a finding where all were asked for", () => {
		const [pod] = podsOf([...serving, unknown("a")]);
		expect(codesOf(pod)).toEqual(["KG120 warning"]);
		expect(pod?.findings[0]?.message).toBe(
			"gives no usable list of its services, so only the server as a whole was asked: UNIMPLEMENTED: unknown service.",
		);
	});

	test("has none where they were not", () => {
		const [pod] = podsOf([...serving, unknown("a")], WHOLE_SERVER);
		expect(codesOf(pod)).toEqual([]);
	});

	test("has none where it did not answer for itself either", () => {
		const silent = failed("DEADLINE_EXCEEDED", "", "channel");
		const facts = factsOf([[target("a"), answered(silent)]]);
		const [pod] = podsOf([...facts, unknown("a")]);
		expect(codesOf(pod)).toEqual(["KG113 error"]);
	});

	test("has none once it says so", () => {
		const [, , ...said] = factsOf([
			[target("a"), { answers: { "": SERVING }, services: [] }],
		]);
		const [pod] = podsOf([...serving, unknown("a"), ...said]);
		expect(codesOf(pod)).toEqual([]);
	});

	test("may disagree with its siblings besides", () => {
		const facts = factsOf([
			[target("a", { ready: "not-ready" }), answered(NOT_SERVING)],
			[target("b"), answered(SERVING)],
		]);
		const [pod] = podsOf([...facts, unknown("a"), unknown("b")]);
		expect(codesOf(pod)).toEqual(["KG120 warning", "KG106 warning"]);
	});
});

describe("of grpcio, which lists services by reflection and keeps no status of them", () => {
	const services = ["a.A", "b.B"];
	const answers = {
		"": SERVING,
		"a.A": failed("NOT_FOUND"),
		"b.B": failed("NOT_FOUND"),
	};

	test("no finding where all were asked for and the whole server says how it is", () => {
		const asked = { kind: "all" } as const;
		const found = (suffix: string, more: Parameters<typeof target>[1]) =>
			reportOf([[target(suffix, more), { answers, services }]], asked).pods.map(
				codesOf,
			);
		expect(found("a", {})).toEqual([[]]);
		expect(found("b", { ready: "not-ready" })).toEqual([["KG101 warning"]]);
	});

	test("one that says nothing of the whole either is not said to know what reflection lists", () => {
		const unknown = { ...answers, "": failed("NOT_FOUND") };
		const [pod] = reportOf([[target("a"), { answers: unknown, services }]], {
			kind: "all",
		}).pods;
		expect(
			pod?.findings.map(
				({ code, message, fix }) => `${code} ${message} ${fix}`,
			),
		).toEqual([
			"KG105 keeps no health status for the whole server. set it in the server's health service",
			"KG105 serves a.A and b.B but keeps no health status for them. set it in the server's health service",
		]);
	});

	test("a name that nobody has is told what is served, not known", () => {
		const asked = { kind: "named", names: ["c.C"] } as const;
		const seen = { answers: { "c.C": failed("NOT_FOUND") }, services };
		const [pod] = reportOf([[target("a"), seen]], asked).pods;
		expect(pod?.findings[0]?.message).toBe(
			'keeps no health status for "c.C". It serves a.A and b.B.',
		);
	});

	test("those that were named are one finding, which does not say to ask for them", () => {
		const seen = { answers, services };
		const asked = { kind: "named", names: services } as const;
		const [pod] = reportOf([[target("a"), seen]], asked).pods;
		expect(pod?.findings).toMatchObject([
			{
				code: "KG105",
				message: "serves a.A and b.B but keeps no health status for them.",
				fix: expect.stringMatching(/^set it in the server's health service/),
			},
		]);
	});

	test("a probe that asks for one is told to ask for the whole server", () => {
		const readiness = { kind: "grpc", port: 50051, service: "a.A" } as const;
		const [pod] = reportOf([
			[target("a", { ready: "not-ready", readiness }), { answers, services }],
		]).pods;
		expect(pod?.findings).toMatchObject([
			{ code: "KG110", fix: "readinessProbe: {grpc: {port: 50051}}" },
		]);
	});
});
