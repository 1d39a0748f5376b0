import fc from "fast-check";
import { expect, it } from "vitest";
import { fitPodName } from "../../../../src/render/ink/fit-pod-name.ts";
import { columnsOf, plainText } from "../../../../src/render/span.ts";

it.each([
	["user-service-7f98d6c569-r84bt", 29, "user-service-7f98d6c569-r84bt"],
	["user-service-7f98d6c569-r84bt", 28, "user-service-7f98d6c5…-r84bt"],
	["user-service-7f98d6c569-r84bt", 12, "user-…-r84bt"],
	["user-service-7f98d6c569-r84bt", 0, "…-r84bt"],
	["a-stateful-set-12", 10, "a-stat…-12"],
	["a-stateful-set-12", 0, "…-12"],
	[`${"long".repeat(14)}-cr84bt`, 12, "longlo…r84bt"],
	["database-migration", 9, "database…"],
	["database-migration", 0, "…"],
	["db-0", 4, "db-0"],
])("%s in %i columns is %s", (name, columns, shown) => {
	expect(plainText(fitPodName(name, columns))).toBe(shown);
});

it("fits wherever its end does", () => {
	fc.assert(
		fc.property(
			fc.stringMatching(/^[a-z][a-z0-9-]{0,60}-[bcdf2456]{5}$/),
			fc.integer({ min: 7, max: 80 }),
			(name, columns) => {
				const shown = fitPodName(name, columns);
				expect(columnsOf(shown)).toBe(Math.min(name.length, columns));
				expect(plainText(shown).slice(-6)).toBe(name.slice(-6));
			},
		),
	);
});
