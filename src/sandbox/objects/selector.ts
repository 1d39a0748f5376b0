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

/** Whether `labels` satisfy the selector. An empty selector matches everything, an absent one nothing, as in the API. */
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

/** Whether every pair of `wanted` is among `labels`. */
export function matchesLabels(
	wanted: StringMap,
	labels: StringMap | undefined,
): boolean {
	return Object.entries(wanted).every(
		([key, value]) => labels?.[key] === value,
	);
}

/** Whether labels meet one requirement; the operators are In, NotIn, Exists and DoesNotExist. */
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
