import { describe, expect, test } from "vitest";
import { changesOf } from "../../../../src/commands/health/changes.ts";
import { exitStatusOf } from "../../../../src/commands/health/exit.ts";
import type {
	HealthAnswer,
	HealthFact,
} from "../../../../src/commands/health/facts.ts";
import {
	printHealthTable,
	verdictLine,
} from "../../../../src/commands/health/views/table.ts";
import type { PodTarget } from "../../../../src/kubernetes/target.ts";
import { plainText } from "../../../../src/render/span.ts";
import {
	answered,
	CHOSEN,
	factsOf,
	failed,
	NOT_SERVING,
	reportOf,
	SERVING,
	type Seen,
	stateAfter,
	target,
	tls,
	WHOLE_SERVER,
} from "./build.ts";

const serving = { answers: { "": SERVING } };
const notServing = { answers: { "": NOT_SERVING } };
const unimplemented = { answers: { "": failed("UNIMPLEMENTED") } };
const silent = {
	failure: { code: "silent", message: "no byte came within 1s", hint: [] },
} as const;
const over = {
	phase: "Succeeded",
	status: "Completed",
	ready: "not-ready",
	unreachable: "it has completed",
} as const;

describe("the verdict and the exit status", () => {
	test.each([
		[[serving, serving], "healthy", 0],
		[[serving, notServing], "degraded", 4],
		[[serving, unimplemented], "degraded", 3],
		[[serving, silent], "degraded", 2],
		[[notServing, unimplemented], "down", 3],
		[[notServing, unimplemented, silent], "down", 2],
	])("of %j: %s, %i", (seen, verdict, status) => {
		const report = reportOf(
			seen.map((one, at) => [target(`p${at}`), one] as const),
		);
		expect({
			verdict: report.summary.verdict,
			status: exitStatusOf(report),
		}).toEqual({ verdict, status });
	});

	test("leave out pods that end or have ended", () => {
		const report = reportOf([
			[target("a"), serving],
			[target("b", { terminating: true }), notServing],
			[target("c", over), undefined],
		]);
		expect(report.summary).toEqual({
			pods: 1,
			serving: 1,
			notServing: 0,
			unreachable: 0,
			verdict: "healthy",
		});
		expect(exitStatusOf(report)).toBe(0);
	});

	test("of nothing to count: down, unreachable", () => {
		const report = reportOf([[target("c", over), undefined]]);
		expect({
			verdict: report.summary.verdict,
			status: exitStatusOf(report),
		}).toEqual({ verdict: "down", status: 2 });
	});
});

test("a lost connection takes its answers with it", () => {
	const facts = factsOf([[target("a"), serving]]);
	const lost = {
		kind: "disconnected",
		pod: "shop/user-service-7f98d6c569-a",
		failure: silent.failure,
	} as const;
	const [pod] = [...stateAfter([...facts, lost]).pods.values()];
	expect(pod?.services.size).toBe(0);
	const [again] = [
		...stateAfter([
			...facts,
			lost,
			...factsOf([[target("a"), serving]]),
		]).pods.values(),
	];
	expect(again?.services.size).toBe(1);
});

test("a pod whose containers have stopped says nothing any more, whether or not its connection was seen to end", () => {
	const stopped = target("a", {
		status: "CrashLoopBackOff",
		ready: "not-ready",
		unreachable: "CrashLoopBackOff: container server is not running",
	});
	const report = reportOf([
		[target("a"), serving],
		[stopped, undefined],
	]);
	expect(report.pods[0]?.checks).toMatchObject([
		{ status: "UNREACHABLE", message: stopped.pod.unreachable },
	]);
	expect(report.summary.verdict).toBe("down");
	expect(exitStatusOf(report)).toBe(2);
});

test("a pod whose port is another now has not been asked there", () => {
	const elsewhere = target("a", { port: { ...CHOSEN, port: 50052 } });
	const report = reportOf([
		[target("a"), serving],
		[elsewhere, undefined],
	]);
	expect(report.pods[0]?.checks).toMatchObject([{ status: "CONNECTING" }]);
});

test("a service that is asked for twice is one row, of a pod that cannot be reached too", () => {
	const { pods } = reportOf([[target("a"), undefined]], {
		kind: "named",
		names: ["shop.Cart", "shop.Cart"],
	});
	expect(pods[0]?.checks).toMatchObject([
		{ service: "shop.Cart", status: "CONNECTING" },
	]);
});

test("a service that has not answered yet is no service that serves", () => {
	const { pods, summary } = reportOf(
		[[target("a"), { services: ["shop.Cart"], answers: { "": SERVING } }]],
		{ kind: "all" },
	);
	expect(pods[0]?.checks).toMatchObject([
		{ service: "", status: "SERVING" },
		{ service: "shop.Cart", status: "CONNECTING", code: null },
	]);
	expect(summary).toMatchObject({ serving: 0, verdict: "down" });
});

test("another pod under the same name starts afresh", () => {
	const facts = [
		...factsOf([[target("a"), serving]]),
		...factsOf([[target("a", { uid: "another" }), undefined]]),
	];
	const [pod] = [...stateAfter(facts).pods.values()];
	expect(pod).toMatchObject({
		connection: { kind: "pending" },
		services: new Map(),
	});
});

test("the closing line tells of pods that serve in vain", () => {
	const expired = { ...serving, transport: tls({ daysLeft: -2 }) };
	const report = reportOf([
		[target("a"), serving],
		[target("b"), expired],
		[target("c"), silent],
	]);
	expect(plainText(verdictLine(report))).toBe(
		"degraded: 2 of 3 pods serving, 1 with errors",
	);
});

test("only what differs from before is a change", () => {
	const [first, ...rest] = factsOf([[target("a"), serving]]);
	const state = stateAfter([first, ...rest].flatMap((fact) => fact ?? []));
	const again = rest.map((fact) => changesOf(state, fact, "now", WHOLE_SERVER));
	expect(again).toEqual([[], []]);
	const flipped = factsOf([[target("a"), notServing]]).flatMap((fact) =>
		changesOf(state, fact, "now", WHOLE_SERVER),
	);
	expect(flipped).toMatchObject([
		{ about: "health", from: "SERVING", to: "NOT_SERVING" },
	]);
});

test("an answer that fails is told with the server's words", () => {
	const changesAfter = (before: HealthAnswer, now: HealthAnswer) => {
		const state = stateAfter(factsOf([[target("a"), answered(before)]]));
		const fact = factsOf([[target("a"), answered(now)]]).at(-1);
		return fact === undefined
			? []
			: changesOf(state, fact, "now", WHOLE_SERVER).map(
					({ from, to, message }) => ({ from, to, message }),
				);
	};
	expect(changesAfter(SERVING, failed("INTERNAL", "out of disk"))).toEqual([
		{ from: "SERVING", to: "INTERNAL", message: "out of disk" },
	]);
	expect(changesAfter(SERVING, failed("INTERNAL"))).toEqual([
		{ from: "SERVING", to: "INTERNAL", message: undefined },
	]);
	expect(changesAfter(failed("INTERNAL", "out of disk"), SERVING)).toEqual([
		{ from: "INTERNAL", to: "SERVING", message: undefined },
	]);
});

test("a connection that is lost is told with what was known of it before", () => {
	const seen = target("a");
	const lost: HealthFact = {
		kind: "disconnected",
		pod: `shop/${seen.pod.name}`,
		failure: { code: "connection-lost", message: "reset", hint: [] },
	};
	const changesAfter = (before: Seen | undefined) =>
		changesOf(
			stateAfter(factsOf([[seen, before]])),
			lost,
			"now",
			WHOLE_SERVER,
		).map(({ from, to }) => [from, to]);
	expect(changesAfter(undefined)).toEqual([[null, "UNREACHABLE"]]);
	expect(changesAfter(serving)).toEqual([["connected", "UNREACHABLE"]]);
	expect(changesAfter(silent)).toEqual([["UNREACHABLE", "UNREACHABLE"]]);
});

test("a pod that another of its name has replaced is told as gone", () => {
	const state = stateAfter(factsOf([[target("a"), serving]]));
	const next = target("a", { uid: "another" });
	expect(
		changesOf(state, { kind: "target", target: next }, "now", WHOLE_SERVER),
	).toMatchObject([{ about: "pod", from: "gone", to: "1/1 Running" }]);
});

test("a pod that does not run is told with why, and again when that is another reason", () => {
	const pending = { status: "Pending", ready: "not-ready" } as const;
	const message = "0/3 nodes are available";
	const trouble = { container: undefined, message };
	const told = [undefined, trouble, trouble, undefined].map((reason, at, all) =>
		changesOf(
			stateAfter(
				all.slice(0, at).map((earlier) => ({
					kind: "target",
					target: target("a", { ...pending, trouble: earlier }),
				})),
			),
			{ kind: "target", target: target("a", { ...pending, trouble: reason }) },
			"now",
			WHOLE_SERVER,
		),
	);
	expect(told).toEqual([
		[expect.not.objectContaining({ message: expect.anything() })],
		[
			expect.objectContaining({
				about: "pod",
				from: "0/1 Pending",
				to: "0/1 Pending",
				message,
			}),
		],
		[],
		[],
	]);
});

test.each([
	["gone", []],
	["stopped", [target("a", { unreachable: "Error: it ended" })]],
])("a pod that has %s has nothing more to tell", (_, targets) => {
	const state = stateAfter(
		targets.map((one) => ({ kind: "target", target: one }) as const),
	);
	const facts = factsOf([[target("a"), serving]]).slice(1);
	const told = facts.map((fact) => changesOf(state, fact, "now", WHOLE_SERVER));
	expect(told).toEqual([[], []]);
	expect(stateAfter(facts, state)).toEqual(state);
});

test("a pod that has stopped and goes is told as gone", () => {
	const stopped = target("a", { unreachable: "Error: it ended" });
	const gone = {
		kind: "target-gone",
		pod: `shop/${stopped.pod.name}`,
	} as const;
	const state = stateAfter([{ kind: "target", target: stopped }]);
	expect(changesOf(state, gone, "now", WHOLE_SERVER)).toMatchObject([
		{ to: "gone" },
	]);
	expect(stateAfter([gone], state).pods.size).toBe(0);
});

describe("the table", () => {
	const report = reportOf([
		[target("hsc2s"), serving],
		[target("r84bt"), notServing],
		[
			target("vp2lw"),
			{ failure: { code: "connection-refused", message: "refused", hint: [] } },
		],
		[
			target("xx9zz"),
			{ answers: { "": SERVING }, transport: tls({ daysLeft: 3 }) },
		],
		[target("ended", { terminating: true, status: "Terminating" }), notServing],
	]);
	const view = {
		headers: "shown",
		scope: "namespace",
		nowMs: Date.parse("2026-01-04T00:00:00Z"),
	} as const;

	test("in a pipe is never wrapped", async () => {
		const page = { kind: "pipe", colour: "plain" } as const;
		await expect(
			printHealthTable(report, { ...view, page, layout: "table" }),
		).toMatchFileSnapshot("testdata/table-pipe.txt");
	});

	test("counts pods that are left out by what has become of them", () => {
		const page = { kind: "pipe", colour: "plain" } as const;
		const evicted = { ...over, phase: "Failed", status: "Evicted" } as const;
		const left = reportOf([
			[target("a"), serving],
			[target("b", { terminating: true }), notServing],
			[target("c", over), undefined],
			[target("d", evicted), undefined],
		]);
		expect(printHealthTable(left, { ...view, page, layout: "table" })).toMatch(
			/\nhealthy: 1 of 1 pod serving, 1 pod terminating, 2 ended\n$/,
		);
	});

	test("shows namespaces where pods are from all of them, be they of one only", () => {
		const page = { kind: "pipe", colour: "plain" } as const;
		const text = printHealthTable(report, {
			...view,
			page,
			layout: "table",
			scope: "all-namespaces",
		});
		expect(text).toMatch(/^NAMESPACE +POD .*\nshop +user-service-/);
	});

	test("wide, on a terminal of 100 columns", async () => {
		const page = { kind: "terminal", columns: 100, colour: "plain" } as const;
		await expect(
			printHealthTable(report, { ...view, page, layout: "wide" }),
		).toMatchFileSnapshot("testdata/table-wide.txt");
	});
});

test("a pod that was evicted says why where no other is there to serve", () => {
	const evicted = target("a", {
		status: "Evicted",
		phase: "Failed",
		unreachable: "Evicted: The node was low on resource: memory.",
	});
	const completed = target("b", {
		status: "Completed",
		phase: "Succeeded",
		unreachable: "Completed: its containers have ended",
	});
	const messages = (...pods: readonly PodTarget[]) =>
		reportOf(pods.map((pod) => [pod, undefined])).pods.map(({ findings }) =>
			findings.map(({ message }) => message),
		);
	expect(messages(evicted, completed)).toEqual([
		["Evicted: The node was low on resource: memory."],
		[],
	]);
	expect(messages(evicted, target("c"))).toEqual([[], []]);
});

test("a pod of a Job that failed before another one completed is no error: the Job says whether that was enough", () => {
	const failed = target("a", {
		status: "Error",
		phase: "Failed",
		workload: "job/migrate",
		unreachable: "container server exited with 1",
	});
	const completed = (workload: string) =>
		target("b", { status: "Completed", phase: "Succeeded", workload });
	const found = (...pods: readonly PodTarget[]) =>
		reportOf(pods.map((pod) => [pod, undefined])).pods[0]?.findings;
	expect(found(failed, completed("job/migrate"))).toEqual([
		{
			code: "KG114",
			severity: "info",
			message:
				"container server exited with 1. Another pod of job/migrate has completed.",
			fix: "whether that was enough: kubectl get job/migrate -n shop",
		},
	]);
	for (const alone of [[failed], [failed, completed("job/other")]])
		expect(found(...alone)).toMatchObject([{ severity: "error" }]);
	expect(found(failed, completed("job/migrate"), target("c"))).toEqual([]);
});
