import { describe, expect, test } from "vitest";
import {
	answered,
	codesOf,
	failed,
	NOT_SERVING,
	reportOf,
	SERVING,
	target,
	tls,
} from "./build.ts";

describe("a replica that disagrees", () => {
	const notReady = { ready: "not-ready" } as const;

	test("with its siblings has a finding, they have none", () => {
		const { pods } = reportOf([
			[target("a", notReady), answered(NOT_SERVING)],
			[target("b"), answered(SERVING)],
			[target("c"), answered(SERVING)],
		]);
		expect(pods.map(codesOf)).toEqual([["KG106 warning"], [], []]);
		expect(pods[0]?.findings[0]?.message).toBe(
			"answers NOT_SERVING where its 2 siblings answer SERVING.",
		);
	});

	test("in its transport is told the same way", () => {
		const { pods } = reportOf([
			[target("a"), { ...answered(SERVING), transport: tls() }],
			[target("b"), answered(SERVING)],
			[target("c"), answered(SERVING)],
		]);
		expect(pods.map(codesOf)).toEqual([["KG106 warning"], [], []]);
	});

	test("knows a service that the others do not, be they watched or polled", () => {
		const polled = failed("NOT_FOUND");
		const watched = {
			kind: "answered",
			status: "SERVICE_UNKNOWN",
			latencyMs: null,
		} as const;
		const { pods } = reportOf([
			[target("a"), answered(SERVING)],
			[target("b"), answered(polled)],
			[target("c"), answered(watched)],
		]);
		expect(pods.map(codesOf)).toEqual([
			["KG106 warning"],
			["KG105 error"],
			["KG105 error"],
		]);
	});

	test("is of two the one that does not serve", () => {
		const { pods } = reportOf([
			[target("a", notReady), answered(NOT_SERVING)],
			[target("b"), answered(SERVING)],
		]);
		expect(pods.map(codesOf)).toEqual([["KG106 warning"], []]);
	});

	test("of which some keep no status is told in the words of the table", () => {
		const seen = (suffix: string, answer: typeof SERVING) =>
			[
				target(suffix),
				{ answers: { "": SERVING, "a.A": answer }, services: ["a.A"] },
			] as const;
		const toldOf = (...answers: readonly (typeof SERVING)[]) =>
			reportOf(
				answers.map((answer, at) => seen(`p${at}`, answer)),
				{ kind: "all" },
			).pods.map(({ findings }) => findings.map(({ message }) => message));
		expect(toldOf(failed("NOT_FOUND"), SERVING, SERVING)).toEqual([
			['keeps no health status for "a.A" where its 2 siblings answer SERVING.'],
			[],
			[],
		]);
		expect(toldOf(NOT_SERVING, failed("NOT_FOUND"))[1]).toEqual([
			'keeps no health status for "a.A" where its sibling answers NOT_SERVING.',
		]);
	});

	test("is nobody's trouble while it terminates, nor among pods of another workload", () => {
		const { pods } = reportOf([
			[target("a", { terminating: true }), answered(NOT_SERVING)],
			[
				target("b", { ...notReady, workload: "deploy/other" }),
				answered(NOT_SERVING),
			],
			[target("c"), answered(SERVING)],
			[target("d"), answered(SERVING)],
		]);
		expect(pods.flatMap(codesOf)).toEqual([]);
	});

	test("is nobody's trouble among pods of a namesake in another namespace", () => {
		const { pods } = reportOf([
			[
				target("a", { ...notReady, namespace: "staging" }),
				answered(NOT_SERVING),
			],
			[target("b"), answered(SERVING)],
			[target("c"), answered(SERVING)],
		]);
		expect(pods.flatMap(codesOf)).toEqual([]);
	});
});
