import { PluginError } from "../../errors.ts";
import { quoted } from "./quoted.ts";

const MAX_NAME_LENGTH = 253;

/** RFC 1123 subdomain: the form of a pod's name, and of the name of every object that has pods. */
const SUBDOMAIN =
	/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Whether the API server accepts a text as the name of an object. */
export const isObjectName = (name: string): boolean =>
	name.length <= MAX_NAME_LENGTH && SUBDOMAIN.test(name);

/** Refuses a text that cannot be an object's name, before it gets into an API path. @throws PluginError `bad-input` */
export function checkObjectName(name: string, label: string): void {
	if (isObjectName(name)) return;
	const lower = name.toLowerCase();
	throw new PluginError(
		"bad-input",
		`${quoted(name)} is no name of a Kubernetes object: at most ${MAX_NAME_LENGTH} lower-case letters, digits, '-' and '.'`,
		isObjectName(lower) ? { hint: [`did you mean ${label}/${lower}?`] } : {},
	);
}
