import { describe, expect, test } from "vitest";
import { changesOf } from "../../../../src/commands/health/changes.ts";
import { exitStatusOf } from "../../../../src/commands/health/exit.ts";
import type {
	HealthAnswer,
	HealthFact,
} from "../../../../src/commands/health/facts.ts";
import type { AskedServices } from "../../../../src/commands/health/questions.ts";
import { junitSuite } from "../../../../src/commands/health/views/junit-cases.ts";
import { markOf } from "../../../../src/commands/health/views/live-model.ts";
import { printHealthTable } from "../../../../src/commands/health/views/table.ts";
import { withoutTrailers } from "../../../../src/grpc/no-trailers.ts";
import {
	factsOf,
	failed,
	NOT_SERVING,
	reportOf,
	SERVING,
	stateAfter,
	target,
	WHOLE_SERVER,
} from "./build.ts";

const ALL = { kind: "all" } as const;
const UNKNOWN = failed("NOT_FOUND", "unknown service");
const SERVICE_UNKNOWN: HealthAnswer = {
	kind: "answered",
	status: "SERVICE_UNKNOWN",
	latencyMs: null,
};

/** NOT_FOUND as a server in Tomcat sends it, such as Spring's starter. */
const IN_HEADERS = (() => {
	const said = { "grpc-status": "5", "grpc-message": "unknown service a.A" };
	const { name, message, source } = withoutTrailers(said);
	return failed(name, message, source);
})();

const asked = (answers: Readonly<Record<string, HealthAnswer>>) =>
	reportOf([[target("a"), { answers, services: ["a.A", "b.B"] }]], ALL);

describe("a service that reflection lists and health keeps no status of", () => {
	test.each([
		[SERVING, SERVING, UNKNOWN, "healthy", 0],
		[SERVING, UNKNOWN, UNKNOWN, "healthy", 0],
		[SERVING, SERVICE_UNKNOWN, UNKNOWN, "healthy", 0],
		[SERVING, IN_HEADERS, UNKNOWN, "healthy", 0],
		[SERVING, NOT_SERVING, UNKNOWN, "down", 4],
		[NOT_SERVING, UNKNOWN, UNKNOWN, "down", 4],
		[SERVING, failed("INTERNAL"), UNKNOWN, "down", 3],
		[UNKNOWN, UNKNOWN, UNKNOWN, "down", 3],
		[SERVICE_UNKNOWN, SERVICE_UNKNOWN, SERVICE_UNKNOWN, "down", 4],
	] as const)(
		"does not count: %j, %j, %j: %s, %i",
		(whole, a, b, verdict, status) => {
			const report = asked({ "": whole, "a.A": a, "b.B": b });
			expect({
				verdict: report.summary.verdict,
				status: exitStatusOf(report),
			}).toEqual({ verdict, status });
		},
	);

	test.each([
		["a.A", UNKNOWN, "NOT_FOUND"],
		["b.B", SERVICE_UNKNOWN, "OK"],
		["a.A", IN_HEADERS, "INTERNAL"],
	])(
		"%s has a word of its own, and the code that it was answered with",
		(service, answer, code) => {
			const [pod] = asked({ "": SERVING, [service]: answer }).pods;
			expect(
				pod?.checks.find((check) => check.service === service),
			).toMatchObject({ status: "NO_STATUS", code });
			expect(pod?.findings).toEqual([]);
		},
	);

	test("is a row of the table, dim, beside a healthy verdict", () => {
		const report = asked({ "": SERVING, "a.A": UNKNOWN, "b.B": UNKNOWN });
		const text = printHealthTable(report, {
			page: { kind: "terminal", columns: 80, colour: "colour" },
			layout: "table",
			headers: "hidden",
			scope: "namespace",
			nowMs: 0,
		});
		expect(text).toContain("\x1b[2mNO_STATUS\x1b[22m");
		expect(text).toContain("1 of 1 pod serving\n");
		expect(markOf("NO_STATUS").tone).toBe("dim");
	});

	test("is skipped in JUnit", () => {
		const report = asked({ "": SERVING, "a.A": UNKNOWN, "b.B": SERVING });
		expect(junitSuite(report).cases.map(({ outcome }) => outcome.kind)).toEqual(
			["passed", "skipped", "passed"],
		);
	});

	/** Returns the health lines of a watch: `a.A SERVICE_UNKNOWN → NO_STATUS`. */
	const toldOf = (facts: readonly HealthFact[], wanted: AskedServices) =>
		facts.flatMap((fact, at) =>
			changesOf(stateAfter(facts.slice(0, at)), fact, "now", wanted)
				.filter(({ about }) => about === "health")
				.map(({ service, from, to }) => `${service} ${from} → ${to}`),
		);
	const answeredBy = (service: string, answer: HealthAnswer): HealthFact => ({
		kind: "answer",
		pod: `shop/${target("a").pod.name}`,
		service,
		askedBy: "watch",
		answer,
	});

	test("is told by that word when it is followed", () => {
		const facts = factsOf([
			[
				target("a"),
				{
					answers: { "": SERVING, "a.A": SERVICE_UNKNOWN },
					services: ["a.A"],
				},
			],
		]);
		expect(toldOf(facts, ALL)).toEqual([
			" null → SERVING",
			"a.A null → NO_STATUS",
		]);
		const named = { kind: "named", names: ["", "a.A"] } as const;
		expect(toldOf(facts, named)).toEqual([
			" null → SERVING",
			"a.A null → SERVICE_UNKNOWN",
		]);
		expect(toldOf(facts, WHOLE_SERVER)).toEqual([" null → SERVING"]);
	});

	test("is told by another word as the status of the whole comes and goes", () => {
		const facts = [
			...factsOf([
				[
					target("a"),
					{
						answers: { "a.A": SERVICE_UNKNOWN, "b.B": SERVING },
						services: ["a.A", "b.B"],
					},
				],
			]),
			answeredBy("", SERVICE_UNKNOWN),
			answeredBy("", SERVING),
			answeredBy("", NOT_SERVING),
		];
		expect(toldOf(facts, ALL)).toEqual([
			"a.A null → NO_STATUS",
			"b.B null → SERVING",
			" null → SERVICE_UNKNOWN",
			"a.A NO_STATUS → SERVICE_UNKNOWN",
			" SERVICE_UNKNOWN → SERVING",
			"a.A SERVICE_UNKNOWN → NO_STATUS",
			" SERVING → NOT_SERVING",
		]);
	});

	test("that was named is a failure", () => {
		const seen = {
			answers: { "": SERVING, "a.A": UNKNOWN },
			services: ["a.A"],
		};
		const named = { kind: "named", names: ["", "a.A"] } as const;
		expect(exitStatusOf(reportOf([[target("a"), seen]], named))).toBe(3);
	});
});
