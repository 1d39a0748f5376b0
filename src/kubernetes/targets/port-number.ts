import { PluginError } from "../../errors.ts";
import { quoted } from "./quoted.ts";

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
