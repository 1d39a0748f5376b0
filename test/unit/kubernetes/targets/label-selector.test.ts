import fc from "fast-check";
import { expect, test } from "vitest";
import type {
	LabelRequirement,
	LabelSelector,
} from "../../../../src/kubernetes/objects/workload-object.ts";
import {
	joinSelectors,
	labelSelectorText,
	mapSelectorText,
	mapSelects,
} from "../../../../src/kubernetes/targets/label-selector.ts";
import { labelsMatch } from "./selectors.ts";

test.each<[LabelSelector, string]>([
	[{}, ""],
	[{ matchLabels: { app: "x", tier: "web" } }, "app=x,tier=web"],
	[
		{ matchExpressions: [{ key: "a", operator: "In", values: ["x", "y"] }] },
		"a in (x,y)",
	],
	[
		{ matchExpressions: [{ key: "a", operator: "NotIn", values: ["x"] }] },
		"a notin (x)",
	],
	[
		{
			matchExpressions: [
				{ key: "a", operator: "In", values: ["b", "", "a", ""] },
			],
		},
		"a in (,a,b)",
	],
	[{ matchExpressions: [{ key: "a", operator: "Exists" }] }, "a"],
	[{ matchExpressions: [{ key: "a", operator: "DoesNotExist" }] }, "!a"],
	[
		{
			matchLabels: { app: "x" },
			matchExpressions: [
				{ key: "example.com/tier", operator: "In", values: ["a"] },
				{ key: "canary", operator: "DoesNotExist" },
			],
		},
		"app=x,example.com/tier in (a),!canary",
	],
])("%j is %j", (selector, expected) => {
	expect(labelSelectorText(selector)).toBe(expected);
});

test("an operator that no Kubernetes knows is refused", () => {
	const selector = {
		matchExpressions: [{ key: "a", operator: "Gt", values: ["1"] }],
	};
	expect(() => labelSelectorText(selector)).toThrow(
		"unknown operator Gt in the selector of label a",
	);
});

test("selectors that ask for nothing leave no comma", () => {
	expect(joinSelectors("", "a=b", undefined, "!c", "")).toBe("a=b,!c");
});

test("an empty map selects nothing", () => {
	expect(mapSelects({}, { app: "x" })).toBe(false);
});

/** Evaluates a selector by the definition of its operators (metav1.LabelSelector). */
function means(
	selector: LabelSelector,
	labels: Record<string, string>,
): boolean {
	const holds = ({ key, operator, values = [] }: LabelRequirement) => {
		const value = labels[key];
		if (operator === "Exists") return value !== undefined;
		if (operator === "DoesNotExist") return value === undefined;
		const isMember = value !== undefined && values.includes(value);
		return operator === "In" ? isMember : !isMember;
	};
	const pairs = Object.entries(selector.matchLabels ?? {});
	return (
		pairs.every(([key, value]) => labels[key] === value) &&
		(selector.matchExpressions ?? []).every(holds)
	);
}

const key = fc.constantFrom("app", "tier", "example.com/part-of", "in");
const value = fc.constantFrom("a", "b", "1.0", "notin", "");
const labels = fc.dictionary(key, value, { noNullPrototype: true });
const values = fc.array(value, { minLength: 1, maxLength: 3 });
const requirement = fc.oneof(
	fc.record({ key, operator: fc.constantFrom("In", "NotIn"), values }),
	fc.record({ key, operator: fc.constantFrom("Exists", "DoesNotExist") }),
);
const selector = fc.record({
	matchLabels: labels,
	matchExpressions: fc.array(requirement, { maxLength: 3 }),
});

test("the text selects what the selector means", () => {
	fc.assert(
		fc.property(selector, labels, (selector, labels) => {
			expect(labelsMatch(labelSelectorText(selector), labels)).toBe(
				means(selector, labels),
			);
		}),
		{ numRuns: 500 },
	);
});

test("a map selects what its text does", () => {
	fc.assert(
		fc.property(labels, labels, (map, labels) => {
			fc.pre(Object.keys(map).length > 0);
			expect(mapSelects(map, labels)).toBe(
				labelsMatch(mapSelectorText(map), labels),
			);
		}),
	);
});
