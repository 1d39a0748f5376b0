import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { endpointTarget } from "../../../../src/cli/endpoint-target.ts";
import { podKey } from "../../../../src/cli/pod-name.ts";
import type { Timed } from "../../../../src/cli/recording.ts";
import type {
	HealthAnswer,
	HealthFact,
	TargetWithoutPods,
} from "../../../../src/commands/health/facts.ts";
import { junitSuite } from "../../../../src/commands/health/views/junit-cases.ts";
import { waitUntilServing } from "../../../../src/commands/health/wait-until-serving.ts";
import type { PodTarget } from "../../../../src/kubernetes/target.ts";
import {
	factsOf,
	NOT_SERVING,
	reportOf,
	SERVING,
	target,
	WHOLE_SERVER,
} from "./build.ts";
import { outputOn } from "./output-on.ts";

const answers = { answers: { "": SERVING } };

/** Returns a pod of a target. */
function podOf(
	origin: string,
	name: string,
	facts: Parameters<typeof target>[1] = {},
): PodTarget {
	return { ...target(name, { name, uid: name, ...facts }), origin };
}

const casesOf = (targets: readonly PodTarget[]) =>
	junitSuite(reportOf(targets.map((one) => [one, answers] as const))).cases;

/** What a CI system knows a test by. */
const identities = (targets: readonly PodTarget[]) =>
	casesOf(targets).map(({ className, name }) => `${className}: ${name}`);

test("a rollout leaves the test cases what they are", () => {
	const after = ["web-2-c", "web-2-d"].map((name) => podOf("deploy/web", name));
	const old = podOf("deploy/web", "web-1-a", { terminating: true });
	const expected = [
		"shop.deploy/web: health of the server, pod 1",
		"shop.deploy/web: health of the server, pod 2",
	];
	expect(identities(after)).toEqual(expected);
	expect(identities([old, ...after])).toEqual([
		"shop.deploy/web: health of the server, pod 3",
		...expected,
	]);
});

test.each([
	["sts/db", "db-10", "shop.sts/db: health of the server, db-10"],
	["sts/db", "db-x", "shop.sts/db: health of the server, pod 1"],
	["svc/db", "db-10", "shop.svc/db: health of the server, pod 1"],
	["pod/db-10", "db-10", "shop.pod/db-10: health of the server"],
])("of %s, %s is %j", (origin, name, expected) => {
	expect(identities([podOf(origin, name)])).toEqual([expected]);
});

test("an address is its own class", () => {
	expect(identities([endpointTarget("grpc.example.com", 443)])).toEqual([
		"grpc.example.com:443: health of the server",
	]);
});

test("the pod is named in the output, and in the message of a failure", () => {
	const pod = podOf("deploy/web", "web-1-a", { node: "n1" });
	const report = reportOf([[pod, { answers: { "": NOT_SERVING } }]]);
	const [{ outcome, output } = {}] = junitSuite(report).cases;
	expect(outcome).toMatchObject({ message: "web-1-a: NOT_SERVING" });
	expect(output).toMatch(/^pod shop\/web-1-a, node n1\nKG102 /);
});

test.each([
	[{ origin: "deploy/web", namespace: "shop" }, "shop.deploy/web"],
	[{ origin: "app=web", namespace: "shop" }, "shop.app=web"],
	[{ origin: "app=web" }, "app=web"],
	[{ origin: "namespace shop", namespace: "shop" }, "namespace shop"],
	[{ origin: "any namespace" }, "any namespace"],
])(
	"a target without pods has the class of its pods: %j",
	(target, expected) => {
		const lacking: TargetWithoutPods = {
			...target,
			code: "target",
			message: "no pods",
			hint: [],
		};
		const report = { ...reportOf([]), targetsWithoutPods: [lacking] };
		expect(junitSuite(report).cases).toMatchObject([
			{ className: expected, name: "has pods" },
		]);
	},
);

describe("after a wait, the time of a test case", () => {
	/** Returns the times of the test cases after a wait of 9 s in which these pods, and then these facts, were seen. */
	async function timesAfter(
		pods: Parameters<typeof factsOf>[0],
		...more: readonly Timed<HealthFact>[]
	): Promise<readonly (string | undefined)[]> {
		const facts: readonly Timed<HealthFact>[] = [
			...factsOf(pods).map((fact) => ({ atMs: 1_000, fact })),
			{ atMs: 1_000, fact: { kind: "targets-complete" } },
			...more,
		];
		const printed: string[] = [];
		const stdout = { write: (text: string) => printed.push(text) > 0 };
		const output = outputOn(stdout, stdout, { format: { kind: "junit" } });
		await waitUntilServing(
			Readable.from(facts),
			WHOLE_SERVER,
			output,
			new AbortController().signal,
		);
		const cases = printed.join("").matchAll(/<testcase.*? time="(.*?)"/g);
		return [...cases].map(([, time]) => time);
	}

	const [a, b] = [target("a"), target("b")];
	const notYet = { answers: { "": NOT_SERVING } };
	const answerOf = (pod: PodTarget, answer: HealthAnswer): HealthFact => ({
		kind: "answer",
		pod: podKey(pod.pod),
		service: "",
		askedBy: "watch",
		answer: { ...answer, latencyMs: null },
	});
	const timeUp: Timed<HealthFact> = {
		atMs: 9_000,
		fact: { kind: "time-up", pod: podKey(b.pod), triedMs: 8_000 },
	};

	test("is that until the pod served, else that of the whole wait", async () => {
		expect(
			await timesAfter(
				[
					[a, notYet],
					[b, notYet],
				],
				{ atMs: 3_000, fact: answerOf(a, SERVING) },
				{ atMs: 4_000, fact: answerOf(a, SERVING) },
				timeUp,
			),
		).toEqual(["3.000", "9.000"]);
	});

	test("is that of the last time that it began to serve", async () => {
		expect(
			await timesAfter(
				[
					[a, answers],
					[b, notYet],
				],
				{ atMs: 3_000, fact: answerOf(a, NOT_SERVING) },
				{ atMs: 5_000, fact: answerOf(a, SERVING) },
				timeUp,
			),
		).toEqual(["5.000", "9.000"]);
	});

	test("is that of the whole wait for a pod that was cut off", async () => {
		const failure = {
			code: "connection-lost",
			message: "cut",
			hint: [],
		} as const;
		const cut: HealthFact = {
			kind: "disconnected",
			pod: podKey(a.pod),
			failure,
		};
		expect(
			await timesAfter(
				[
					[a, answers],
					[b, notYet],
				],
				{ atMs: 2_000, fact: cut },
				timeUp,
			),
		).toEqual(["9.000", "9.000"]);
	});

	test("is that of the whole wait for a target without pods, and none for what is skipped", () => {
		const lacking: TargetWithoutPods = {
			origin: "deploy/x",
			code: "target",
			message: "no pods",
			hint: [],
		};
		const ending = target("a", { terminating: true });
		const report = {
			...reportOf([[ending, undefined]]),
			targetsWithoutPods: [lacking],
		};
		const waited = { untilServing: () => undefined, wholeMs: 9_000 };
		expect(
			junitSuite(report, waited).cases.map(({ durationMs }) => durationMs),
		).toEqual([0, 9_000]);
	});
});
