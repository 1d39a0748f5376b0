import { describe, expect, test } from "vitest";
import { diffExitStatus } from "../../../../src/commands/diff/exit.ts";
import type { DiffFact } from "../../../../src/commands/diff/facts.ts";
import { junitSuite } from "../../../../src/commands/diff/junit-cases.ts";
import { codes, diffOf, FILES, pod, printed, target, V1, V2 } from "./seen.ts";

describe("a pod that cannot be asked", () => {
	const over = (name: string): readonly DiffFact[] => [
		{
			kind: "target",
			side: "first",
			target: target({ namespace: "shop", name }, "", "x:v1", "Succeeded"),
		},
		{
			kind: "failed",
			side: "first",
			pod: { namespace: "shop", name },
			failure: {
				code: "unreachable",
				message: "Completed: its containers have ended",
				hint: ["kubectl describe pod"],
			},
		},
	];

	test.each([
		["is lost", 2, [pod("a", V1), pod("b", "unreachable")]],
		["has done its work", 0, [pod("a", V1), over("b")]],
		["is the only one, and has done its work", 2, [over("a")]],
		["stands beside files alone", 2, [over("a"), FILES]],
		["is all of one side", 2, [over("a"), pod("b", V1, "", "x:v1", "second")]],
	])("and %s", async (_, status, facts) => {
		expect(diffExitStatus(await diffOf(...facts), "none")).toBe(status);
	});

	test("has its reason and what to do about it", async () => {
		const diff = await diffOf(pod("a", V1), pod("b", "unreachable"), over("d"));
		expect(await printed(diff)).toContain(`
  -  1 pod  user-service:v1  b refuses connections
                               look at the port
  -  1 pod  x:v1             d Completed: its containers have ended
`);
	});

	test("stands with those of its image that cannot be asked for the same reason", async () => {
		const names = ["b", "c", "d", "e", "f", "g", "h", "i", "j"];
		const diff = await diffOf(
			pod("a", V1),
			...names.map((name) => pod(name, "unreachable")),
			pod("k", "unreachable", "", "user-service:v2"),
		);
		expect(await printed(diff)).toContain(`
  -  9 pods  user-service:v1  b c d e f g h i and 1 more
                                refuses connections
                                look at the port
  -  1 pod   user-service:v2  k refuses connections
`);
	});

	test.each([
		["may differ", "unreachable", "; of 1 pod nothing is known"],
		["is not missed", "over", ""],
	])("and %s", async (_, kind, limits) => {
		const other = kind === "over" ? over("b") : pod("b", "unreachable");
		const last = (await printed(await diffOf(pod("a", V1), other)))
			.split("\n")
			.at(-2);
		expect(last).toBe(`same: there is no difference${limits}`);
	});

	test("and is all of one side leaves nothing to compare with", async () => {
		const other = pod("b", V1, "", "x:v1", "second");
		const diff = await diffOf(pod("a", "unreachable"), other);
		expect(await printed(diff)).toMatch(/\nnothing to compare with\n$/);
	});

	test("and is all of one side breaks nothing, whatever the other serves", async () => {
		const diff = await diffOf(
			pod("a", V1, "2026-01-01T00:00:00Z"),
			pod("b", V2, "2026-01-02T00:00:00Z", "x:v2"),
			pod("c", "unreachable", "", "x:v1", "second"),
		);
		expect(diff.differences).toEqual([]);
		expect(codes(diff)).toEqual(["KG202", "KG204"]);
		expect(diffExitStatus(diff, "breaking")).toBe(2);
	});

	test("and has done its work is skipped in a JUnit report", async () => {
		const { cases } = junitSuite(await diffOf(pod("a", V1), over("b")));
		expect(cases.map(({ name, outcome }) => [name, outcome.kind])).toEqual([
			["shop/b", "skipped"],
		]);
	});
});
