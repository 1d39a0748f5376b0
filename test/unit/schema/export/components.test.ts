import fc from "fast-check";
import { expect, test } from "vitest";
import { componentsOf } from "../../../../src/schema/export/components.ts";

type Graph = ReadonlyMap<number, ReadonlySet<number>>;

/** Graphs whose nodes may also need what is no node. */
const graph = fc
	.array(fc.array(fc.nat(8), { maxLength: 3 }), { maxLength: 8 })
	.map<Graph>((needs) => new Map(needs.map((to, at) => [at, new Set(to)])));

function reachableFrom(start: number, needs: Graph): ReadonlySet<number> {
	const found = new Set<number>();
	const left = [...(needs.get(start) ?? [])];
	for (let node = left.pop(); node !== undefined; node = left.pop()) {
		if (found.has(node) || !needs.has(node)) continue;
		found.add(node);
		left.push(...(needs.get(node) ?? []));
	}
	return found;
}

test("nodes that need each other are in one component, after what it needs", () => {
	fc.assert(
		fc.property(graph, (needs) => {
			const components = componentsOf(needs);
			expect(components.flat().sort()).toEqual([...needs.keys()].sort());
			const before = new Set<number>();
			for (const component of components) {
				for (const node of component) before.add(node);
				for (const node of component) {
					const reached = reachableFrom(node, needs);
					const mutual = [...reached].filter((other) =>
						reachableFrom(other, needs).has(node),
					);
					expect(new Set([node, ...mutual])).toEqual(new Set(component));
					for (const other of reached) expect(before).toContain(other);
				}
			}
		}),
	);
});

test("a chain may be long", () => {
	const needs = new Map(
		Array.from({ length: 100_000 }, (_, at) => [at, [at + 1]] as const),
	);
	expect(componentsOf(needs)[0]).toEqual([99_999]);
});
