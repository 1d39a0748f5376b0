import fc from "fast-check";
import { expect, test } from "vitest";
import { needsFirst } from "../../../../src/schema/link/order.ts";

const name = fc.constantFrom(..."abcdefgh");
const needs = fc
	.dictionary(name, fc.array(name, { maxLength: 3 }))
	.map(
		(all) =>
			new Map(Object.entries(all).map(([key, to]) => [key, new Set(to)])),
	);

test("each name comes once, and after what it needs unless that needs itself", () => {
	fc.assert(
		fc.property(needs, (all) => {
			const { ordered, late, cycle } = needsFirst(all);
			expect([...ordered].sort()).toEqual([...all.keys()].sort());
			const before = new Set(late);
			for (const each of ordered) {
				for (const needed of all.get(each) ?? [])
					if (all.has(needed)) expect(before).toContain(needed);
				before.add(each);
			}
			expect(cycle[0]).toBe([...late][0]);
			expect(cycle.at(-1)).toBe(cycle[0]);
			for (const [at, each] of cycle.slice(1).entries())
				expect(all.get(cycle[at] ?? "")).toContain(each);
		}),
	);
});

test("names that do not need themselves keep the given order", () => {
	const needs = new Map(
		Object.entries({ a: ["c"], b: [], c: [], d: ["a", "not there"] }).map(
			([name, others]) => [name, new Set(others)] as const,
		),
	);
	expect(needsFirst(needs)).toEqual({
		ordered: ["b", "c", "a", "d"],
		late: new Set(),
		cycle: [],
	});
});

test("what a name needs is looked up once, however many cycles there are", () => {
	const names = Array.from({ length: 100 }, (_, at) => `f${at}`);
	const others = (at: number) => [
		...names.slice(at + 1),
		...names.slice(0, at),
	];
	const needs = new Map(
		names.map((name, at) => [name, new Set(others(at))] as const),
	);
	const lookedUp: string[] = [];
	needs.get = (name) => {
		lookedUp.push(name);
		return Map.prototype.get.call(needs, name);
	};
	expect(needsFirst(needs).late.size).toBe(names.length - 1);
	expect(lookedUp.toSorted()).toEqual(names.toSorted());
});
