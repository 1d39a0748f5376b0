import { PluginError } from "../errors.ts";
import { quote } from "./quote.ts";

/**
 * Encodes a name as one segment of an API path. It refuses the names that client-go refuses (apimachinery, api/validation/path
 * IsValidPathSegmentName). A URL resolves `..`, so the path would lead to another object, or from one namespace to all.
 * @throws PluginError `bad-input`
 */
export function pathSegment(name: string): string {
	if (name === "." || name === ".." || /[/%]/.test(name))
		throw new PluginError(
			"bad-input",
			`${JSON.stringify(quote(name))} is no name of a Kubernetes object`,
		);
	return encodeURIComponent(name);
}
