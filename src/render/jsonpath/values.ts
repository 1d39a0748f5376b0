import type { JsonPathNode, SliceBound } from "./node.ts";
import { refuse } from "./scanner.ts";

/** The values that a path has found so far. `undefined` is the value for the body of a range over nothing. */
export type Values = readonly unknown[];

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns the value of a field, or nothing where the field does not exist. */
export function fieldOf(value: unknown, name: string): Values {
	return isObject(value) && Object.hasOwn(value, name) ? [value[name]] : [];
}

/** Returns the items of an array, the values of an object, or the bytes of a text: Go indexes a string by bytes. */
export function childrenOf(value: unknown): Values {
	if (Array.isArray(value)) return value;
	if (isObject(value)) return Object.values(value);
	return typeof value === "string" ? [...Buffer.from(value)] : [];
}

/** Returns the value and everything below it, without values that have nothing below. */
export function descendantsOf(value: unknown): Values {
	const children = childrenOf(value);
	return children.length === 0
		? []
		: [value, ...children.flatMap(descendantsOf)];
}

function describe(value: unknown): string {
	if (value === null) return "null";
	return isObject(value) ? "an object" : `a ${typeof value}`;
}

/** Returns the items that a filter selects from. @throws PluginError `usage` for what is no list */
export function arrayOf(value: unknown): Values {
	if (Array.isArray(value)) return value;
	if (value === undefined) return [];
	return refuse(`a filter needs a list and finds ${describe(value)}`);
}

type Slice = Extract<JsonPathNode, { kind: "slice" }>;

function fromEnd(bound: SliceBound, length: number, unset: number): number {
	const value = bound.value ?? unset;
	return value < 0 || (value === 0 && bound.derived) ? value + length : value;
}

/**
 * Returns the items of `[start:end:step]`, as evalArray of client-go does. An index outside the list is an error, an empty slice
 * is not.
 * @throws PluginError `usage`
 */
export function sliceOf(value: unknown, slice: Slice): Values {
	if (value === null || value === undefined) return [];
	if (!Array.isArray(value))
		return refuse(`an index needs a list and finds ${describe(value)}`);
	const { length } = value;
	const start = fromEnd(slice.start, length, 0);
	const end = fromEnd(slice.end, length, length);
	if (start === end) return [];
	for (const index of [start, end - 1]) {
		if (index >= length || index < 0)
			refuse(`array index ${index} is out of bounds of a list of ${length}`);
	}
	if (start > end) refuse(`array index ${start} is after ${end}`);
	const every = slice.step.value ?? 1;
	if (every <= 0) refuse("the step of a slice must be over 0");
	return value.slice(start, end).filter((_, index) => index % every === 0);
}
