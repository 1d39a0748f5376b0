import fc from "fast-check";
import { expect, test } from "vitest";
import type { PodTarget } from "../../../../../src/kubernetes/target.ts";
import { endpointChooser } from "../../../../../src/kubernetes/targets/endpoints/choose-endpoint.ts";
import { target } from "./build.ts";

const ENDPOINTS = ["a", "b", "c", "d", "e"].map((name) => target(name));
const some = fc.integer({ min: 1, max: 5 }).map((n) => ENDPOINTS.slice(0, n));
/** Numbers as Math.random returns them: 0 or more, below 1. */
const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test("each endpoint has its share of the draws", () => {
	fc.assert(
		fc.property(some, draw, (endpoints, drawn) => {
			const choose = endpointChooser(() => drawn);
			const place = endpoints.indexOf(choose({ endpoints, affinity: "none" }));
			expect(place / endpoints.length).toBeLessThanOrEqual(drawn);
			expect((place + 1) / endpoints.length).toBeGreaterThan(drawn);
		}),
	);
});

test("with session affinity the first choice stays as long as it is there", () => {
	const draws = fc.array(draw, { minLength: 10, maxLength: 10 });
	fc.assert(
		fc.property(draws, (drawn) => {
			let next = 0;
			const choose = endpointChooser(() => drawn[next++] ?? 0);
			const from = (endpoints: readonly PodTarget[]) =>
				choose({ endpoints, affinity: "client-ip" }).pod.name;
			const first = from(ENDPOINTS);
			expect(from(ENDPOINTS)).toBe(first);
			const others = ENDPOINTS.filter(({ pod }) => pod.name !== first);
			const second = from(others);
			expect(second).not.toBe(first);
			expect(from(ENDPOINTS)).toBe(second);
		}),
	);
});
