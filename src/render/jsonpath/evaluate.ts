import { holds } from "./compare.ts";
import type { JsonPathList, JsonPathNode, JsonPathTemplate } from "./node.ts";
import { refuse } from "./scanner.ts";
import {
	arrayOf,
	childrenOf,
	descendantsOf,
	fieldOf,
	sliceOf,
	type Values,
} from "./values.ts";

/** The state of `range` and `end`. They are counters, because both may stand anywhere in an action. */
type Ranges = {
	begun: number;
	open: number;
	ended: number;
	lastEnd: number;
};

/**
 * Returns the values of each node of a template, in order: FindResults of k8s.io/client-go/util/jsonpath with missing keys
 * allowed, as kubectl calls it. It differs on purpose where kubectl fails or misleads. Numbers compare as numbers, with or
 * without a fraction. `null` in a filter counts as missing. What a filter cannot reach, such as `[0]` of an empty list, does not
 * exist. The body of a range over nothing is never an error.
 * @throws PluginError `usage` where the data does not fit the template
 */
export function evaluate(
	template: JsonPathTemplate,
	data: unknown,
): readonly Values[] {
	const ranges: Ranges = { begun: 0, open: 0, ended: 0, lastEnd: -1 };
	return evaluateFrom(template, 0, data, ranges);
}

function evaluateFrom(
	template: JsonPathTemplate,
	from: number,
	data: unknown,
	ranges: Ranges,
): readonly Values[] {
	const found: Values[] = [];
	for (let index = from; index < template.length; index++) {
		const node = template[index];
		if (node === undefined) break;
		const values = step([data], node, ranges);
		if (ranges.ended > 0 && ranges.ended <= ranges.open) {
			ranges.ended--;
			ranges.lastEnd = index;
			break;
		}
		if (ranges.begun > 0) {
			for (const inside of evaluateRange(template, index + 1, values, ranges))
				found.push(inside);
			index = Math.max(index, ranges.lastEnd);
		} else found.push(values);
	}
	return found;
}

/** Evaluates the body of a range for each value. Without any value it evaluates the body once, to find its end. */
function evaluateRange(
	template: JsonPathTemplate,
	from: number,
	values: Values,
	ranges: Ranges,
): readonly Values[] {
	ranges.begun--;
	ranges.open++;
	const found = values.flatMap((value) =>
		evaluateFrom(template, from, value, ranges),
	);
	if (values.length === 0) evaluateFrom(template, from, undefined, ranges);
	ranges.open--;
	return found;
}

function step(input: Values, node: JsonPathNode, ranges: Ranges): Values {
	switch (node.kind) {
		case "list":
			return follow(input, node, ranges);
		case "text":
			return [node.text];
		case "literal":
			return input.map(() => node.value);
		case "field":
			return input.flatMap((value) => fieldOf(value, node.name));
		case "wildcard":
			return input.flatMap(childrenOf);
		case "recursive":
			return input.flatMap(descendantsOf);
		case "slice":
			return input.flatMap((value) => sliceOf(value, node));
		case "union":
			return node.branches.flatMap((branch) => follow(input, branch, ranges));
		case "exists":
			return input.flatMap((value) =>
				arrayOf(value).filter((item) => exists(item, node.path, ranges)),
			);
		case "compare":
			return input.flatMap((value) =>
				arrayOf(value).filter((item) => compares(item, node, ranges)),
			);
		case "identifier":
			return identify(input, node.name, ranges);
	}
}

function follow(input: Values, list: JsonPathList, ranges: Ranges): Values {
	return list.nodes.reduce<Values>(
		(values, node) => step(values, node, ranges),
		input,
	);
}

function identify(input: Values, name: string, ranges: Ranges): Values {
	switch (name) {
		case "range":
			ranges.begun++;
			return input;
		case "end":
			if (ranges.open === 0) refuse("end stands outside of a range");
			ranges.ended++;
			return [];
		default:
			return refuse(`${name} is neither range nor end; a path starts with .`);
	}
}

function exists(item: unknown, path: JsonPathList, ranges: Ranges): boolean {
	try {
		return follow([item], path, ranges).length > 0;
	} catch {
		// A path that cannot be reached does not exist. client-go treats it as existing.
		return false;
	}
}

type Compare = Extract<JsonPathNode, { kind: "compare" }>;

function compares(item: unknown, node: Compare, ranges: Ranges): boolean {
	const left = onlyOne(follow([item], node.left, ranges));
	if (left === undefined || left === null) return false;
	const right = onlyOne(follow([item], node.right, ranges));
	if (right === undefined || right === null) return false;
	return holds(left, node.operator, right);
}

function onlyOne(values: Values): unknown {
	if (values.length > 1)
		refuse("a filter can only compare one value at a time");
	return values[0];
}
