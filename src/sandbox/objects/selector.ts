import type { StringMap } from "./metadata.ts";

/** metav1.LabelSelector. */
export type LabelSelector = {
	readonly matchLabels?: StringMap;
	readonly matchExpressions?: readonly SelectorExpression[];
};

type SelectorExpression = {
	readonly key: string;
	readonly operator: string;
	readonly values?: readonly string[];
};

/** Returns whether `labels` match the selector. As in the API, an empty selector matches everything, and undefined matches nothing. */
export function selects(
	selector: LabelSelector | undefined,
	labels: StringMap | undefined,
): boolean {
	if (!selector) return false;
	return (
		matchesLabels(selector.matchLabels ?? {}, labels) &&
		(selector.matchExpressions ?? []).every((expression) =>
			matchesExpression(expression, labels ?? {}),
		)
	);
}

/** Returns whether `labels` contain every pair of `wanted`. */
export function matchesLabels(
	wanted: StringMap,
	labels: StringMap | undefined,
): boolean {
	return Object.entries(wanted).every(
		([key, value]) => labels?.[key] === value,
	);
}

/** Returns whether labels meet one requirement. The operators are In, NotIn, Exists and DoesNotExist. */
export function matchesExpression(
	{ key, operator, values = [] }: SelectorExpression,
	labels: StringMap,
): boolean {
	const value = labels[key];
	switch (operator) {
		case "In":
			return value !== undefined && values.includes(value);
		case "NotIn":
			return value === undefined || !values.includes(value);
		case "Exists":
			return value !== undefined;
		case "DoesNotExist":
			return value === undefined;
		default:
			return false;
	}
}
