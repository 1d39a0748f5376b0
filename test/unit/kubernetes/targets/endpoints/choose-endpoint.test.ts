import fc from "fast-check";
import { expect, test } from "vitest";
import { endpointChooser } from "../../../../../src/kubernetes/targets/endpoints/choose-endpoint.ts";
import { target } from "./build.ts";

const ENDPOINTS = ["a", "b", "c", "d", "e"].map(target);
const some = fc.integer({ min: 1, max: 5 }).map((n) => ENDPOINTS.slice(0, n));
/** What Math.random gives: below 1. */
const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test("each endpoint has its share of the draws", () => {
	fc.assert(
		fc.property(some, draw, (endpoints, drawn) => {
			const choose = endpointChooser(
				{ endpoints, affinity: "none" },
				() => drawn,
			);
			const place = endpoints.indexOf(choose());
			expect(place / endpoints.length).toBeLessThanOrEqual(drawn);
			expect((place + 1) / endpoints.length).toBeGreaterThan(drawn);
		}),
	);
});

test("with session affinity the first choice stays", () => {
	fc.assert(
		fc.property(
			some,
			fc.array(draw, { minLength: 10, maxLength: 10 }),
			(endpoints, draws) => {
				let next = 0;
				const choose = endpointChooser(
					{ endpoints, affinity: "client-ip" },
					() => draws[next++] ?? 0,
				);
				const chosen = new Set(Array.from({ length: 9 }, choose));
				expect(chosen.size).toBe(1);
			},
		),
	);
});
