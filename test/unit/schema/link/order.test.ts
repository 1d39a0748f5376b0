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
			const { ordered, cycles } = needsFirst(all);
			expect([...ordered].sort()).toEqual([...all.keys()].sort());
			const before = new Set(cycles.keys());
			for (const each of ordered) {
				for (const needed of all.get(each) ?? [])
					if (all.has(needed)) expect(before).toContain(needed);
				before.add(each);
			}
			for (const [first, cycle] of cycles) {
				expect(cycle[0]).toBe(first);
				expect(cycle.at(-1)).toBe(first);
				for (const [at, each] of cycle.slice(1).entries())
					expect(all.get(cycle[at] ?? "")).toContain(each);
			}
		}),
	);
});
