import { PluginError } from "../../errors.ts";
import type {
	LabelRequirement,
	LabelSelector,
} from "../objects/workload-object.ts";

/**
 * Writes a LabelSelector as the `labelSelector` of a list request: `app=user-service,tier in (a,b),!canary`.
 * Empty for a selector that asks for nothing, which the API reads as "everything"; callers refuse that.
 * The syntax is apimachinery's pkg/labels.
 * @throws PluginError `api-error` for an operator no Kubernetes knows
 */
export function labelSelectorText(selector: LabelSelector): string {
	return joinSelectors(
		mapSelectorText(selector.matchLabels ?? {}),
		...(selector.matchExpressions ?? []).map(requirementText),
	);
}

/** Writes a plain map, as Services and ReplicationControllers select by, the same way: `app=user-service,tier=web`. */
export const mapSelectorText = (
	labels: Readonly<Record<string, string>>,
): string =>
	Object.entries(labels)
		.map(([key, value]) => `${key}=${value}`)
		.join(",");

/** Selectors that must all match, as one; empty and absent ones ask for nothing. */
export const joinSelectors = (
	...selectors: readonly (string | undefined)[]
): string =>
	selectors.filter((text) => text !== undefined && text !== "").join(",");

function requirementText(requirement: LabelRequirement): string {
	const { key, operator } = requirement;
	// The API server cannot read an empty value twice, so each goes in once, as client-go writes them.
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

/** Whether labels satisfy a plain map: every pair is there. An empty map selects nothing, as in a Service. */
export function mapSelects(
	selector: Readonly<Record<string, string>>,
	labels: Readonly<Record<string, string>>,
): boolean {
	const pairs = Object.entries(selector);
	return (
		pairs.length > 0 && pairs.every(([key, value]) => labels[key] === value)
	);
}
