import { PluginError } from "../../errors.ts";
import { quoted } from "./near-names.ts";

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

/** Parses a TCP port, 1–65535, written in decimal; undefined for any other text. */
export function portNumber(text: string): number | undefined {
	const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : 0;
	return port >= 1 && port <= 65535 ? port : undefined;
}

/**
 * Returns a `--port` unchanged when it is a port number or a port's name. A Service's port name is a DNS label of up to 63 characters,
 * a container's an IANA service name of up to 15.
 * @throws PluginError `bad-input`
 */
export function checkPort(text: string): string {
	const isName =
		/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(text) && /[a-z]/.test(text);
	if (isName || portNumber(text) !== undefined) return text;
	throw new PluginError("bad-input", `${quoted(text)} is no port`, {
		hint: [
			"a port is a number from 1 to 65535, or the name of a port such as grpc",
		],
	});
}
