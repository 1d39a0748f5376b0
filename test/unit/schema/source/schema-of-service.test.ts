import { expect, test } from "vitest";
import { nameHint } from "../../../../src/schema/source/schema-of-service.ts";

const names = (count: number) =>
	Array.from({ length: count }, (_, at) => `shop.S${at}`);

test.each([
	["the near one", "shop.Userz", ["shop.Users"], ["did you mean shop.Users?"]],
	["all, where none is near", "x", ["a.B", "c.D"], ["there are: a.B, c.D"]],
	["nothing, where there is nothing", "x", [], []],
])("the hint for a name that is none: %s", (_, name, known, hint) => {
	expect(nameHint(name, known)).toEqual(hint);
});

test("of a thousand names the hint has twenty", () => {
	const [hint = ""] = nameHint("x", names(1000));
	expect(hint.split(", ")).toHaveLength(20);
	expect(hint).toMatch(/, shop\.S19 and 980 more$/);
});
