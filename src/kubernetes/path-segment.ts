import { PluginError } from "../errors.ts";
import { quote } from "./quote.ts";

/**
 * A name as a part of an API path. client-go refuses the same (apimachinery, api/validation/path IsValidPathSegmentName): of `..` a URL
 * would make the path of something else, as of a namespace that of all.
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
