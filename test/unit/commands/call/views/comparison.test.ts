import { expect, test } from "vitest";
import {
	type AnswerOf,
	groupAnswers,
} from "../../../../../src/commands/call/compare.ts";
import type { PodAnswer } from "../../../../../src/commands/call/report.ts";
import {
	type Answers,
	comparisonLines,
} from "../../../../../src/commands/call/views/comparison.ts";
import { PluginError } from "../../../../../src/errors.ts";
import { printLines } from "../../../../../src/render/page.ts";

const answered = (pod: string, message: string, callMs: number): AnswerOf => {
	const answer: PodAnswer = {
		pod,
		namespace: "shop",
		headers: [],
		messages: [{ id: message }],
		status: { code: 0, name: "OK", message: "", source: "server", details: [] },
		trailers: [],
		sent: 1,
		received: 1,
		timings: {
			resolveMs: 1,
			tunnelMs: 1,
			tlsMs: null,
			settingsMs: 1,
			schemaMs: 1,
			firstResponseMs: 1,
			callMs,
		},
	};
	return { kind: "answered", pod, answer, responses: "readable", hint: [] };
};
const lost = (pod: string): AnswerOf => ({
	kind: "not-called",
	pod,
	error: new PluginError("connection-lost", "nothing listens on port 1", {
		hint: ["see whether the server is up"],
	}),
});

const shown = (...answers: readonly AnswerOf[]) => shownOf("all", answers);

function shownOf(which: Answers, answers: readonly AnswerOf[]): string {
	const groups = groupAnswers(
		answers,
		answers.map(({ pod }) => pod),
	);
	const lines = comparisonLines(
		{
			apiVersion: "kubectl-grpc/v1",
			kind: "CallComparison",
			method: "a.B/C",
			groups,
		},
		which,
	);
	return printLines(lines, { kind: "pipe", colour: "plain" });
}

test("the odd pod stands last", () => {
	expect(
		shown(answered("p-a", "x", 5), lost("p-b"), answered("p-c", "x", 7)),
	).toBe(`OK            2 pods   p50 5.0ms   p-a p-c
  {"id":"x"}
UNREACHABLE   1 pod    -   p-b
  nothing listens on port 1
    see whether the server is up

2 different answers from 3 pods
`);
});

test("pods that are all lost give no answer", () => {
	expect(shown(lost("p-a"), lost("p-b"))).toMatch(
		/\n\nno answer from 2 pods\n$/,
	);
});

test("after an interruption there is no verdict", () => {
	expect(shownOf("those-so-far", [answered("p-a", "x", 5)])).toMatch(
		/\n\ninterrupted: 1 pod had sent something by then\n$/,
	);
});

test("escapes of a pod are written out", () => {
	expect(shown(answered("p-a", "\u202e\x1b[2J", 5))).toContain(
		'{"id":"\\u202e\\u001b[2J"}',
	);
});
