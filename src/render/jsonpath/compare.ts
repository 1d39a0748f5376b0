import { refuse } from "./scanner.ts";

function kindOf(value: unknown): "number" | "boolean" | "string" {
	if (typeof value === "number") return "number";
	if (typeof value === "boolean") return "boolean";
	if (typeof value === "string") return "string";
	return refuse("a filter can only compare numbers, texts and true or false");
}

/** Returns -1, 0 or 1. It compares texts by their UTF-8 bytes, as Go does. */
function order(left: unknown, right: unknown): number {
	if (typeof left === "number" && typeof right === "number")
		return Math.sign(left - right);
	return Buffer.compare(Buffer.from(String(left)), Buffer.from(String(right)));
}

/**
 * Whether a comparison in a filter is true.
 * @throws PluginError `usage` for values of different kinds, for an order of booleans and for an unknown operator
 */
export function holds(
	left: unknown,
	operator: string,
	right: unknown,
): boolean {
	const kind = kindOf(left);
	if (kind !== kindOf(right))
		refuse(`a filter compares a ${kind} with a ${kindOf(right)}`);
	switch (operator) {
		case "==":
			return left === right;
		case "!=":
			return left !== right;
	}
	if (kind === "boolean") refuse("true and false have no order");
	switch (operator) {
		case "<":
			return order(left, right) < 0;
		case "<=":
			return order(left, right) <= 0;
		case ">":
			return order(left, right) > 0;
		case ">=":
			return order(left, right) >= 0;
		default:
			return refuse(`${operator} is no comparison`);
	}
}
