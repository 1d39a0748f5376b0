import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { Timed } from "../../../../src/cli/recording.ts";
import type { RunContext } from "../../../../src/cli/run-context.ts";
import { exitStatusOf } from "../../../../src/commands/health/exit.ts";
import type {
	HealthFact,
	TargetWithoutPods,
} from "../../../../src/commands/health/facts.ts";
import type { Mode } from "../../../../src/commands/health/options.ts";
import type { AskedServices } from "../../../../src/commands/health/questions.ts";
import { healthReport } from "../../../../src/commands/health/report.ts";
import { showFollowed } from "../../../../src/commands/health/show-followed.ts";
import { junitSuite } from "../../../../src/commands/health/views/junit-cases.ts";
import type { Output } from "../../../../src/commands/health/views/output.ts";
import { verdictLine } from "../../../../src/commands/health/views/table.ts";
import { printJUnit } from "../../../../src/render/junit.ts";
import type { OutputFormat } from "../../../../src/render/output-format.ts";
import { plainText } from "../../../../src/render/span.ts";
import {
	factsOf,
	NOT_SERVING,
	SERVING,
	stateAfter,
	target,
	WHOLE_SERVER,
} from "./build.ts";
import { outputOn } from "./output-on.ts";

const FORBIDDEN = {
	failure: { code: "forbidden", message: "may not", hint: ["ask"] },
} as const;
const COMPLETE: HealthFact = { kind: "targets-complete" };
const WATCH: Mode = { kind: "watch" };
const WAIT: Mode = { kind: "wait", timeoutMs: 60_000 };

type Showing = {
	/** Aborted after the facts. */
	readonly abort?: AbortController;
	readonly services?: AskedServices;
	readonly format?: OutputFormat;
	/** Called before each fact. */
	readonly meanwhile?: () => void;
	readonly onPrint?: (text: string) => void;
	readonly timeAt?: Output["timeAt"];
};

/** Shows these facts. */
async function show(
	facts: readonly HealthFact[],
	mode: Mode,
	{
		abort,
		services = WHOLE_SERVER,
		format = { kind: "table" },
		meanwhile = () => {},
		onPrint = () => {},
		timeAt = (atMs) => atMs,
	}: Showing = {},
) {
	let printed = "";
	let noted = "";
	const stdout = {
		write: (text: string) => {
			printed += text;
			onPrint(text);
			return true;
		},
	};
	const stderr = {
		write: (text: string) => {
			noted += text;
			return true;
		},
	};
	const signal = (abort ?? new AbortController()).signal;
	const output = outputOn(stdout, stderr, {
		format,
		scope: "all-namespaces",
		timeAt,
	});
	async function* timed(): AsyncGenerator<Timed<HealthFact>, void> {
		for (const fact of facts) {
			meanwhile();
			yield { atMs: 0, fact };
		}
		abort?.abort();
	}
	const status = await showFollowed(timed(), { services, mode }, output, {
		signal,
	} as RunContext);
	return { printed, noted, status };
}

describe.each([
	["--watch", WATCH],
	["--wait", WAIT],
])("%s", (_, mode) => {
	test("goes on where only some pods are forbidden, whoever is first", async () => {
		const facts = [
			...factsOf([
				[target("a", { namespace: "theirs" }), FORBIDDEN],
				[target("b"), { answers: { "": SERVING } }],
			]),
			COMPLETE,
		];
		const { printed, status } = await show(facts, mode);
		expect(printed).toContain("SERVING");
		expect(status).toBe(2);
	});

	test("ends when every pod that could be asked is forbidden", async () => {
		const facts = [
			...factsOf([
				[target("a"), FORBIDDEN],
				[target("b", { unreachable: "it is Pending" }), undefined],
			]),
			COMPLETE,
		];
		await expect(show(facts, mode)).rejects.toMatchObject({
			code: "forbidden",
			message: "may not",
			hint: ["ask"],
		});
	});

	test("goes on where a pod was reached before, though it has gone since", async () => {
		const facts: HealthFact[] = [
			...factsOf([
				[target("a"), { answers: {} }],
				[target("b"), undefined],
			]),
			COMPLETE,
			...factsOf([[target("b"), FORBIDDEN]]),
			{ kind: "target-gone", pod: "shop/user-service-7f98d6c569-a" },
		];
		expect((await show(facts, mode)).status).toBe(2);
	});

	test("waits for a pod of which nothing is known yet", async () => {
		const facts = [
			...factsOf([
				[target("a"), FORBIDDEN],
				[target("b"), undefined],
			]),
			COMPLETE,
		];
		expect((await show(facts, mode)).status).toBe(2);
	});
});

test("--watch tells the time of day, which is not that of the start plus what has passed where the machine slept", async () => {
	const hours = [9, 9, 17];
	const timeAt = () => Date.UTC(2026, 0, 1, hours.shift() ?? 17);
	const times: string[] = [];
	const onPrint = (text: string) => {
		for (const line of text.trimEnd().split("\n"))
			times.push(JSON.parse(line).time);
	};
	const facts = factsOf([[target("a"), { answers: { "": SERVING } }]]);
	await show(facts, WATCH, { format: { kind: "json" }, timeAt, onPrint });
	expect([times[0], times.at(-1)]).toEqual([
		"2026-01-01T09:00:00.000Z",
		"2026-01-01T17:00:00.000Z",
	]);
});

test("--wait that is interrupted prints no report", async () => {
	const facts = factsOf([[target("a"), { answers: { "": SERVING } }]]);
	const abort = new AbortController();
	expect(await show(facts, WAIT, { abort })).toEqual({
		printed: "",
		noted: "",
		status: 130,
	});
});

test("--wait that was over before all pods were listed is not well, however well those serve that were", async () => {
	const facts = factsOf([[target("a"), { answers: { "": SERVING } }]]);
	let printed = "";
	const onPrint = (text: string) => {
		printed += text;
	};
	await expect(show(facts, WAIT, { onPrint })).rejects.toMatchObject({
		code: "deadline",
		message: "the wait was over before all pods were listed",
	});
	expect(printed).toContain(
		"degraded: 1 of 1 pod serving, 1 target without pods",
	);
});

test.each<[OutputFormat["kind"] & ("table" | "json"), string]>([
	[
		"table",
		"looking for pods…\nwaiting: 0 of 1 serving…\nwaiting: 1 of 1 serving…\n",
	],
	["json", ""],
])("--wait -o %s has a log with %j", async (kind, logged) => {
	vi.useFakeTimers();
	onTestFinished(() => void vi.useRealTimers());
	const facts = factsOf([[target("a"), { answers: { "": SERVING } }]]);
	const { noted } = await show([...facts, COMPLETE], WAIT, {
		format: { kind },
		meanwhile: () => void vi.advanceTimersByTime(1_000),
	});
	expect(noted).toBe(logged);
});

test("--wait prints pods as a single check does, whichever came first", async () => {
	const facts = ["c", "a", "b"].flatMap((name) =>
		factsOf([[target(name), { answers: { "": SERVING } }]]),
	);
	const { printed } = await show([...facts, COMPLETE], WAIT);
	expect(printed.match(/(?<=569-)\w/g)).toEqual(["a", "b", "c"]);
});

test.each<[AskedServices]>([
	[{ kind: "all" }],
	[{ kind: "named", names: ["", "shop.Cart"] }],
])(
	"--wait goes on until every service of a pod has answered: %j",
	async (services) => {
		const answers = { "": SERVING, "shop.Cart": NOT_SERVING };
		const facts = factsOf([
			[target("a"), { services: ["shop.Cart"], answers }],
		]);
		const [first] = facts;
		if (first === undefined) throw new Error("no facts");
		const { printed, status } = await show(
			[first, COMPLETE, ...facts.slice(1)],
			WAIT,
			{ services },
		);
		expect(printed).toContain("NOT_SERVING");
		expect(status).toBe(4);
	},
);

describe("that pods are not followed, and when they are again", () => {
	const broken = (message: string): HealthFact => ({
		kind: "targets-interrupted",
		failure: { code: "api-unreachable", message, hint: [] },
	});
	const refused = broken("connection refused");
	const facts = [
		...factsOf([[target("a"), { answers: { "": NOT_SERVING } }]]),
		COMPLETE,
		...[refused, refused, broken("no route"), COMPLETE],
		...[refused, COMPLETE],
	];

	test("--watch tells once", async () => {
		const { printed } = await show(facts, WATCH);
		const lines = printed
			.split("\n")
			.filter((line) => line.includes("pods   "));
		expect(
			lines.map((line) => line.replace(/^[\d:]+ {3}pods {3}/, "")),
		).toEqual([
			"interrupted   connection refused",
			"interrupted   no route",
			"following",
			"interrupted   connection refused",
			"following",
		]);
	});

	test("--wait notes once", async () => {
		const { noted } = await show(facts, WAIT);
		expect(noted.trimEnd().split("\n")).toEqual([
			"pods are not followed for now: connection refused",
			"pods are not followed for now: no route",
			"pods are followed again",
			"pods are not followed for now: connection refused",
			"pods are followed again",
		]);
	});
});

describe("a target without pods", () => {
	const lacking = (...targets: readonly TargetWithoutPods[]): HealthFact => ({
		kind: "targets-without-pods",
		targets,
	});
	const MISSING = {
		origin: "pod/b",
		code: "not-found",
		message: 'pods "b" not found',
		hint: ["did you mean a?"],
	} as const;
	const serving = factsOf([[target("a"), { answers: { "": SERVING } }]]);

	test("is waited for, and is the error when the time is over", async () => {
		const facts = [...serving, lacking(MISSING), COMPLETE];
		const { code, message, hint } = MISSING;
		await expect(show(facts, WAIT)).rejects.toMatchObject({
			code,
			message,
			hint,
		});
	});

	test("makes what is told of the others no verdict on all", () => {
		const state = stateAfter([...serving, lacking(MISSING)]);
		const report = healthReport(state, WHOLE_SERVER);
		expect(report.targetsWithoutPods).toEqual([MISSING]);
		expect(report.summary.verdict).toBe("degraded");
		expect(plainText(verdictLine(report))).toBe(
			"degraded: 1 of 1 pod serving, 1 target without pods",
		);
		expect(printJUnit([junitSuite(report)])).toContain(
			'tests="2" failures="0" errors="1"',
		);
		expect(() => exitStatusOf(report)).toThrow(MISSING.message);
	});

	const short = (pods: number) =>
		({
			origin: "sts/b",
			pods,
			lacks: "pods",
			code: "unreachable",
			message: `sts/b has ${pods} of the 3 pods that it should have`,
			hint: [],
		}) as const;

	test("or with too few is waited for, however well those serve that it has", async () => {
		const facts = [...serving, lacking(short(1)), COMPLETE];
		await expect(show(facts, WAIT)).rejects.toThrow("1 of the 3 pods");
		const report = healthReport(stateAfter(facts), WHOLE_SERVER);
		expect(plainText(verdictLine(report))).toBe(
			"degraded: 1 of 1 pod serving, 1 target with too few pods",
		);
		expect(await show([...facts, lacking()], WAIT)).toMatchObject({
			status: 0,
		});
	});

	test.each([
		[{}, "1 target with too few pods", "has all its pods"],
		[{ lacks: "pods" }, "1 target with too few pods", "has all its pods"],
		[{ lacks: "rollout" }, "1 target not rolled out", "is rolled out"],
		[{ lacks: "object" }, "1 target deleted", "exists"],
	] as const)("is counted by what it lacks: %j", (lacks, counted, expected) => {
		const { lacks: _, ...target } = short(1);
		const state = stateAfter([...serving, lacking({ ...target, ...lacks })]);
		const report = healthReport(state, WHOLE_SERVER);
		expect(plainText(verdictLine(report))).toBe(
			`degraded: 1 of 1 pod serving, ${counted}`,
		);
		expect(printJUnit([junitSuite(report)])).toContain(`name="${expected}"`);
	});

	test("whose object has been deleted is told of in a wait, and waited for while its pods go on serving", async () => {
		const deleted = {
			...short(1),
			lacks: "object",
			code: "not-found",
			message: "sts/b has been deleted",
		} as const;
		const facts = [...serving, lacking(deleted), COMPLETE];
		await expect(show(facts, WAIT)).rejects.toThrow("sts/b has been deleted");
		const { noted, status } = await show([...facts, lacking()], WAIT);
		expect(noted).toBe("sts/b has been deleted\n");
		expect(status).toBe(0);
	});

	test("or with too few is no line of --watch: each pod that goes or comes has one", async () => {
		const facts = [...serving, lacking(short(0)), lacking(short(1)), COMPLETE];
		const { printed } = await show([...facts, lacking()], WATCH);
		expect(printed).toContain("SERVING");
		expect(printed).not.toContain("missing");
	});

	test.each([
		["object", "exists"],
		["rollout", "is rolled out"],
		["port", "is asked"],
	] as const)(
		"or that lacked its %s has a line that says so when it lacks nothing any more",
		async (lacks, expected) => {
			const { printed } = await show(
				[
					...serving,
					lacking({ ...short(3), lacks }),
					COMPLETE,
					{ kind: "target-short", origin: "sts/b" },
					lacking(),
				],
				WATCH,
			);
			expect(printed).toContain(`complete   sts/b ${expected} again\n`);
		},
	);

	const NONE = {
		origin: "sts/b",
		code: "target",
		message: "sts/b has no pods",
		hint: [],
	} as const;

	test("or with too few for a while is a line of --watch as it begins, and one when it has all again", async () => {
		const lasting: HealthFact = { kind: "target-short", origin: "sts/b" };
		const facts = [
			...[...serving, lacking(short(1)), COMPLETE],
			...[lasting, lasting, lacking(short(0)), lacking(short(2)), lacking()],
			...[lasting, lacking(short(2)), lasting, lacking(NONE), lasting],
			...[lacking(short(1)), lasting, lacking(), lacking(NONE), lacking()],
		];
		const { printed } = await show(facts, WATCH);
		const lines = printed.split("\n").filter((line) => line.includes("sts/b"));
		expect(
			lines.map((line) => line.replace(/^[\d:]+ {3}pods {3}/, "")),
		).toEqual([
			"missing   sts/b has 1 of the 3 pods that it should have",
			"complete   sts/b has all its pods again",
			"missing   sts/b has 2 of the 3 pods that it should have",
			"missing   sts/b has no pods",
			"complete   sts/b has all its pods again",
			"missing   sts/b has no pods",
		]);
	});

	test("for another reason than at first is another line of --watch once that has lasted", async () => {
		const other = { ...NONE, message: "sts/b wants 3" };
		const lasting: HealthFact = { kind: "target-short", origin: "sts/b" };
		const facts = [lacking(NONE), COMPLETE, lacking(other)];
		const { printed } = await show([...facts, lacking(), ...serving], WATCH);
		expect(printed.match(/missing.*/g)).toEqual([
			"missing   sts/b has no pods",
		]);
		const { printed: lasted } = await show(
			[...facts, lasting, lacking(), ...serving],
			WATCH,
		);
		expect(lasted.match(/(missing|complete) .*/g)).toEqual([
			"missing   sts/b has no pods",
			"missing   sts/b wants 3",
			"complete   sts/b has pods again",
		]);
	});

	test("whose pods are asked on another port is not waited for: that does not change", async () => {
		const unasked = { ...short(1), lacks: "port", message: "leads to 9090" };
		let read = 0;
		const facts = [
			...[lacking({ ...unasked, lacks: "port" }), COMPLETE, ...serving],
			...factsOf([[target("c"), { answers: { "": NOT_SERVING } }]]),
		];
		const shown = show(facts, WAIT, { meanwhile: () => void read++ });
		await expect(shown).rejects.toThrow("leads to 9090");
		expect(read).toBe(2 + serving.length);
	});

	test("whose object has been deleted is not said to come", async () => {
		const deleted = {
			...NONE,
			lacks: "object",
			code: "not-found",
			message: "sts/b has been deleted",
		} as const;
		const facts = [lacking(deleted), COMPLETE, ...serving, lacking()];
		const { noted } = await show(facts, WAIT);
		expect(noted).toBe("sts/b has been deleted\n");
		const state = stateAfter([...serving, lacking(deleted)]);
		const report = healthReport(state, WHOLE_SERVER);
		expect(plainText(verdictLine(report))).toBe(
			"degraded: 1 of 1 pod serving, 1 target deleted",
		);
	});

	test("beside no other is a report all the same for a CI system, and none for people", async () => {
		const printedAs = async (kind: "junit" | "table") => {
			let printed = "";
			const onPrint = (text: string) => {
				printed += text;
			};
			const facts = [lacking(MISSING), COMPLETE];
			const shown = show(facts, WAIT, { format: { kind }, onPrint });
			await expect(shown).rejects.toThrow(MISSING.message);
			return printed;
		};
		expect(await printedAs("junit")).toContain('tests="1"');
		expect(await printedAs("table")).toBe("");
	});

	test("is told beside another one", async () => {
		const other = { ...MISSING, message: 'pods "c" not found' };
		const facts = [...serving, lacking(MISSING, other), COMPLETE];
		await expect(show(facts, WAIT)).rejects.toMatchObject({
			message: 'pods "b" not found; pods "c" not found',
			hint: MISSING.hint,
		});
	});

	test("that is not there is told of once, with what may have been meant", async () => {
		const facts = [
			lacking(MISSING),
			COMPLETE,
			...serving,
			lacking(MISSING),
			lacking(),
		];
		const { noted, status } = await show(facts, WAIT);
		expect(noted).toBe("pod/b does not exist yet: did you mean a?\n");
		expect(status).toBe(0);
	});

	test("is missed no more when it has some", async () => {
		const facts = [lacking(MISSING), COMPLETE, ...serving, lacking()];
		const { printed, status } = await show(facts, WAIT);
		expect(printed).toContain("healthy: 1 of 1 pod serving");
		expect(status).toBe(0);
	});

	test("is a line of --watch", async () => {
		const facts = [lacking(MISSING), COMPLETE, ...serving, lacking()];
		const { printed } = await show(facts, WATCH);
		expect(printed).toMatch(
			/^[\d:]+ {3}pods {3}missing {3}pods "b" not found\n/,
		);
	});

	test("is a line of --watch once, whatever is there instead of it by now", async () => {
		const there = { ...MISSING, hint: ["did you mean pod/c?"] };
		const facts = [lacking(MISSING), COMPLETE, lacking(there), lacking()];
		const { printed } = await show(facts, WATCH);
		expect(printed.match(/missing/g)).toHaveLength(1);
	});

	test("is the error where a recorded --watch ends with it", async () => {
		const facts = [...serving, lacking(MISSING), COMPLETE];
		await expect(show(facts, WATCH)).rejects.toThrow(MISSING.message);
	});
});
