import { expect, test } from "vitest";
import type { PodOfMany } from "../../../../../src/cli/several-pods.ts";
import {
	type AnswerOf,
	groupAnswers,
} from "../../../../../src/commands/call/compare.ts";
import type { PodAnswer } from "../../../../../src/commands/call/report.ts";
import { answersExitStatus } from "../../../../../src/commands/call/show-answers.ts";
import {
	type Answers,
	comparisonLines,
} from "../../../../../src/commands/call/views/comparison.ts";
import { PluginError } from "../../../../../src/errors.ts";
import { printLines } from "../../../../../src/render/page.ts";

/** Returns a pod of namespace shop, or of the namespace before its name. */
const pod = (
	named: string,
	counted: PodOfMany["counted"] = true,
): PodOfMany => {
	const [namespace = "", name = ""] = named.includes("/")
		? named.split("/")
		: ["shop", named];
	return { namespace, name, counted };
};
const answered = (named: string, message: string, callMs: number): AnswerOf => {
	const called = pod(named);
	const answer: PodAnswer = {
		pod: called.name,
		namespace: called.namespace,
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
	return {
		kind: "answered",
		pod: called,
		method: "user.UserService/GetUser",
		answer,
		details: [],
		responses: "readable",
		hint: [],
	};
};
/** A pod that fails, with a detail of its status that says so much. */
const refused = (named: string, stack: string, message = "no"): AnswerOf => {
	const one = answered(named, "x", 5);
	if (one.kind !== "answered") return one;
	const json = { "@type": "type.googleapis.com/google.rpc.DebugInfo", stack };
	const status: PodAnswer["status"] = {
		code: 3,
		name: "INVALID_ARGUMENT",
		message,
		source: "server",
		details: [json],
	};
	return {
		...one,
		answer: { ...one.answer, messages: [], status },
		details: [
			{
				kind: "debug-info",
				detail: "boom",
				stack: [stack],
				typeUrl: json["@type"],
				json,
			},
		],
		hint: ["try again"],
	};
};
const lost = (named: string): AnswerOf => ({
	kind: "not-called",
	pod: pod(named),
	error: new PluginError("connection-lost", "nothing listens on port 1", {
		hint: ["see whether the server is up"],
	}),
});
const over = (named: string): AnswerOf => ({
	kind: "not-called",
	pod: pod(named, false),
	error: new PluginError("target", "Completed: its containers have ended"),
});

const shown = (...answers: readonly AnswerOf[]) => shownOf("all", answers);

function shownOf(which: Answers, answers: readonly AnswerOf[]): string {
	const groups = groupAnswers(
		answers,
		answers.map((one) => one.pod),
	);
	return printLines(comparisonLines(groups, which), {
		kind: "pipe",
		colour: "plain",
	});
}

test("a pod that is not called stands last, and gives no answer", () => {
	expect(
		shown(answered("p-a", "x", 5), lost("p-b"), answered("p-c", "x", 7)),
	).toBe(`OK            2 pods   p50 5.0ms   p-a p-c
  {"id":"x"}
UNREACHABLE   1 pod    -   p-b
  nothing listens on port 1
    see whether the server is up

the same answer from 2 pods, 1 not called
`);
});

test("the details of a status are shown, and tell answers apart", () => {
	expect(
		shown(refused("p-a", "a.go:1"), refused("p-b", "a.go:1")),
	).toBe(`INVALID_ARGUMENT   2 pods   p50 5.0ms   p-a p-b
  no
  debug boom
    a.go:1
    try again

the same answer from 2 pods
`);
	const text = shown(refused("p-a", "a.go:1"), refused("p-b", "\x1bb.go:2"));
	expect(text).toContain("    \\x1bb.go:2\n");
	expect(text).toContain("2 different answers from 2 pods\n");
});

test.each([
	["panic in goroutine 34 at 0xc000123456", "panic in goroutine 7 at 0xc0009f"],
	["trace 4bf92f3577b34da6a3ce929d0e0e4736", "trace 00f067aa0ba902b7"],
	[
		"id 2f1a8b34-12ab-4cd0-9e11-0a1b2c3d4e5f",
		"id 90ce11fa-abcd-4001-8f22-f0e1d2c3b4a5",
	],
	["a.go:12 +0x1d at 12:00:01.5", "a.go:12 +0x1d at 12:00:02"],
	["at 2026-11-23T12:00:01.5Z", "at 2026-11-23T12:00:02Z"],
	["at 2026-11-23T12:00:01.5+01:00", "at 2026-11-23T12:00:01.7+01:00"],
	["2026-11-23 12:00:01,512 E", "2026-11-23 12:00:01,533 E"],
])("%j and %j tell calls apart, and no answers", (one, other) => {
	const text = shown(refused("p-a", one), refused("p-b", other));
	expect(text).toContain("the same answer from 2 pods\n");
});

test.each([
	["a.go:12", "a.go:13"],
	["built 2026-11-22T12:00:00Z", "built 2026-11-23T12:00:00Z"],
])("%j and %j are different answers", (one, other) => {
	const text = shown(refused("p-a", one), refused("p-b", other));
	expect(text).toContain("2 different answers from 2 pods\n");
});

/** Returns a refusal whose details have an id of the call. */
function ofCall(named: string, id: number): AnswerOf {
	const one = refused(named, "a.go:1");
	if (one.kind !== "answered") return one;
	const request = {
		"@type": "type.googleapis.com/google.rpc.RequestInfo",
		requestId: `r${id}`,
	};
	const retry = {
		"@type": "type.googleapis.com/google.rpc.RetryInfo",
		retryDelay: `${id}s`,
	};
	const status = { ...one.answer.status, details: [request, retry] };
	return {
		...one,
		answer: { ...one.answer, status },
		details: [
			{
				kind: "request-info",
				requestId: request.requestId,
				servingData: "",
				typeUrl: request["@type"],
				json: request,
			},
			{
				kind: "retry-info",
				delayMs: id * 1000,
				typeUrl: retry["@type"],
				json: retry,
			},
		],
	};
}

test("each call has a request id and a time to retry of its own", () => {
	expect(
		shown(ofCall("p-a", 1), ofCall("p-b", 2), refused("p-c", "a.go:1")),
	).toBe(`INVALID_ARGUMENT   2 pods   p50 5.0ms   p-a p-b
  no
  request r1
  retry after 1.0s
    try again
INVALID_ARGUMENT   1 pod    5.0ms   p-c
  no
  debug boom
    a.go:1
    try again

2 different answers from 3 pods
`);
});

test("the group's details are the first pod's, and other pods have their own beside them", () => {
	const answers = [1, 2, 1].map((id, at) => ofCall(`p-${at}`, id));
	const [{ group } = {}] = groupAnswers(
		answers,
		answers.map((one) => one.pod),
	);
	expect(group?.details).toMatchObject([{ requestId: "r1" }, {}]);
	expect(group?.pods).toMatchObject([
		{ name: "p-0" },
		{
			name: "p-1",
			details: [{ requestId: "r2" }, { retryDelay: "2s" }],
		},
		{ name: "p-2" },
	]);
	expect(group?.pods.map((one) => "details" in one)).toEqual([
		false,
		true,
		false,
	]);
});

test.each([
	["migration 41 applied", "migration 42 applied"],
	["build 1a2b3c4d5e", "build 99887766aa"],
	["state 0xff", "state 0x01"],
])("%j and %j are other answers", (first, second) => {
	expect(shown(refused("p-a", first), refused("p-b", second))).toContain(
		"2 different answers from 2 pods",
	);
});

test("pods that fail alike are one group, though each failure names its pod", () => {
	const late = (name: string): AnswerOf => ({
		kind: "not-called",
		pod: pod(name),
		error: new PluginError(
			"deadline",
			`the port-forward to pod shop/${name} did not start within 10s`,
		),
	});
	expect(
		shown(late("p-a"), late("p-b")),
	).toBe(`UNREACHABLE   2 pods   -   p-a p-b
  the port-forward to the pod did not start within 10s

no answer from 2 pods
`);
});

test("namesakes of two namespaces are told apart, in the order of their pods", () => {
	const answers = [answered("b/db-0", "x", 5), answered("a/db-0", "x", 5)];
	const [{ group } = {}] = groupAnswers(answers, [
		pod("a/db-0"),
		pod("b/db-0"),
	]);
	expect(group?.pods).toEqual([
		{ namespace: "a", name: "db-0", counted: true, latencyMs: 5 },
		{ namespace: "b", name: "db-0", counted: true, latencyMs: 5 },
	]);
	expect(shown(...answers)).toContain("   b/db-0 a/db-0\n");
});

test("a pod that has done its work is shown, and is no other answer", () => {
	expect(
		shown(answered("p-a", "x", 5), over("p-b"), answered("p-c", "x", 7)),
	).toBe(`OK            2 pods   p50 5.0ms   p-a p-c
  {"id":"x"}
UNREACHABLE   1 pod    -   p-b
  Completed: its containers have ended

the same answer from 2 pods, 1 terminating or ended
`);
});

test.each<[string, number, readonly AnswerOf[]]>([
	["all is OK", 0, [answered("a", "x", 1)]],
	["a pod is lost", 2, [answered("a", "x", 1), lost("b")]],
	["a pod has done its work", 0, [answered("a", "x", 1), over("b")]],
	["no pod is left that could be called", 2, [over("a"), over("b")]],
])("exit status: %s", (_, status, answers) => {
	expect(answersExitStatus(answers)).toBe(status);
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

test("a large group names its first pods, and counts the others", () => {
	const names = Array.from({ length: 250 }, (_, n) => `p-${100 + n}`);
	expect(shown(...names.map((name) => answered(name, "x", 5)))).toMatch(
		/^OK {3}250 pods .* p-100 p-101 p-102 p-103 p-104 p-105 p-106 p-107 and 242 more$/m,
	);
});

test("addresses are counted as addresses", () => {
	const text = shown(answered("/a:1", "x", 1), answered("/b:1", "x", 2));
	expect(text).toMatch(/^OK +2 addresses /);
	expect(text).toContain("the same answer from 2 addresses");
});

test("a message of several lines is shown as such", () => {
	const error = new PluginError("connection-lost", "it ended:\n\x1b[2Jbye");
	expect(shown({ kind: "not-called", pod: pod("p-a"), error })).toContain(
		"\n  it ended:\n  \\x1b[2Jbye\n\n",
	);
});

test("the kind of space that a build of Go puts into its errors is no difference", () => {
	const answers = [
		refused("b", "x", "grpc: failed to unmarshal: proto:\u00a0cannot parse"),
		refused("c", "x", "grpc: failed to unmarshal: proto: cannot parse"),
	];
	expect(
		groupAnswers(
			answers,
			answers.map((one) => one.pod),
		).map(({ group }) => group.pods.length),
	).toEqual([2]);
});
