import { describe, expect, test } from "vitest";
import type { FailureFact } from "../../../../src/cli/recording/failure.ts";
import {
	byWorkload,
	type WorkloadServices,
} from "../../../../src/commands/list/workloads.ts";
import {
	printWorkloads,
	reasonLines,
} from "../../../../src/commands/list/workloads-view.ts";
import { printLines } from "../../../../src/render/page.ts";
import type { ColourMode } from "../../../../src/render/style.ts";
import { schemaOfFact } from "../../../../src/schema/source/schema-fact.ts";
import { target } from "../health/build.ts";

const failed = (
	namespace: string,
	workload: string,
	failure: Omit<FailureFact, "code">,
): WorkloadServices => ({
	namespace,
	workload,
	outcome: { kind: "failed", failure: { code: "schema", ...failure } },
});

const MUTE = {
	message: "it has no reflection",
	hint: ["give the schema with --proto"],
};
const ALL = [
	failed("shop", "deploy/mute", MUTE),
	failed("till", "deploy/mute", MUTE),
	failed("till", "deploy/lost", { message: "refuses connections", hint: [] }),
];

const told = (
	scope: Parameters<typeof reasonLines>[1],
	colour: ColourMode = "plain",
) => printLines(reasonLines(ALL, scope), { kind: "pipe", colour });

describe("why workloads are not known", () => {
	test("is told with what to do about it, once", () => {
		expect(told("namespace")).toBe(`deploy/mute: it has no reflection
  give the schema with --proto
deploy/mute: it has no reflection
deploy/lost: refuses connections
`);
	});

	test("is told in lines, where a server says it so", () => {
		const all = [
			failed("shop", "deploy/a", { message: "boom:\n\tat b", hint: [] }),
		];
		expect(
			printLines(reasonLines(all, "namespace"), {
				kind: "pipe",
				colour: "plain",
			}),
		).toBe("deploy/a: boom:\n          at b\n");
	});

	test("is told with their namespaces, where there are several", () => {
		expect(told("all-namespaces")).toMatch(
			/^deploy\/mute in shop: .*\n.*\ndeploy\/mute in till: /,
		);
	});

	test("is told in colour", () => {
		expect(told("namespace", "colour")).toContain("\x1b[2mgive the schema");
	});
});

test("a workload that lists no service has a row all the same", async () => {
	const services: readonly string[] = [];
	const none: WorkloadServices = {
		namespace: "shop",
		workload: "deploy/bare",
		outcome: {
			kind: "listed",
			pod: { namespace: "shop", name: "bare-1" },
			schema: await schemaOfFact({ files: [], services, problems: [] }),
		},
	};
	const shown = printWorkloads([none], {
		format: { kind: "table" },
		page: { kind: "pipe", colour: "plain" },
		headers: "hidden",
		scope: "namespace",
	});
	expect(await shown).toBe("deploy/bare   (none)\n");
});

test("one that is not known is in the JSON with the reason", async () => {
	const shown = printWorkloads(ALL, {
		format: { kind: "json" },
		page: { kind: "pipe", colour: "plain" },
		headers: "shown",
		scope: "all-namespaces",
	});
	const lists = (await shown)
		.trim()
		.split("\n")
		.map((line) => JSON.parse(line));
	expect(lists).toMatchObject([
		{
			namespace: "shop",
			workload: "deploy/mute",
			pod: null,
			services: [],
			failure: { code: "schema", ...MUTE },
		},
		{ namespace: "till", workload: "deploy/mute" },
		{ workload: "deploy/lost", failure: { message: "refuses connections" } },
	]);
});

describe("the workloads of pods", () => {
	const namesOf = (...pods: Parameters<typeof byWorkload>[0]) =>
		byWorkload(pods).map((own) => own.map(({ pod }) => pod.name.slice(-1)));

	test("of one name in two namespaces are two", () => {
		expect(
			namesOf(target("a"), target("b", { namespace: "till" }), target("c")),
		).toEqual([["a", "c"], ["b"]]);
	});

	test("that have done their work serve nothing", () => {
		const over = {
			workload: "job/import",
			phase: "Succeeded",
			unreachable: "Completed: its containers have ended",
		};
		expect(namesOf(target("a"), target("b", over))).toEqual([["a"]]);
		expect(
			namesOf(
				target("a"),
				target("b", { ...over, workload: "deploy/user-service" }),
			),
		).toEqual([["a", "b"]]);
	});

	test("that are on their way out, and those that wait, are asked", () => {
		expect(
			namesOf(
				target("a", { workload: "deploy/a", terminating: true }),
				target("b", { workload: "deploy/b", unreachable: "Pending" }),
			),
		).toEqual([["a"], ["b"]]);
	});
});
