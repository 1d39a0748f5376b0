import { PluginError } from "../../errors.ts";
import type {
	LabelRequirement,
	LabelSelector,
} from "../objects/workload-object.ts";

/**
 * Writes a LabelSelector as the `labelSelector` of a list request: `app=user-service,tier in (a,b),!canary`. The text is empty for an
 * empty selector, which the API reads as "everything"; callers refuse that. The syntax is apimachinery's pkg/labels.
 * @throws PluginError `api-error` for an operator no Kubernetes knows
 */
export function labelSelectorText(selector: LabelSelector): string {
	return joinSelectors(
		mapSelectorText(selector.matchLabels ?? {}),
		...(selector.matchExpressions ?? []).map(requirementText),
	);
}

/** Writes a plain map, the selector of Services and ReplicationControllers, in the same syntax: `app=user-service,tier=web`. */
export const mapSelectorText = (
	labels: Readonly<Record<string, string>>,
): string =>
	Object.entries(labels)
		.map(([key, value]) => `${key}=${value}`)
		.join(",");

/** Joins selectors that must all match. Empty and absent ones are left out. */
export const joinSelectors = (
	...selectors: readonly (string | undefined)[]
): string =>
	selectors.filter((text) => text !== undefined && text !== "").join(",");

function requirementText(requirement: LabelRequirement): string {
	const { key, operator } = requirement;
	// The API server cannot read an empty value twice, so each value is written once, as in client-go.
	const values = [...new Set(requirement.values)].sort().join(",");
	switch (operator) {
		case "In":
			return `${key} in (${values})`;
		case "NotIn":
			return `${key} notin (${values})`;
		case "Exists":
			return key;
		case "DoesNotExist":
			return `!${key}`;
		default:
			throw new PluginError(
				"api-error",
				`unknown operator ${operator} in the selector of label ${key}`,
			);
	}
}

/** Whether labels contain every pair of a plain map. An empty map selects nothing, as in a Service. */
export function mapSelects(
	selector: Readonly<Record<string, string>>,
	labels: Readonly<Record<string, string>>,
): boolean {
	const pairs = Object.entries(selector);
	return (
		pairs.length > 0 && pairs.every(([key, value]) => labels[key] === value)
	);
}
