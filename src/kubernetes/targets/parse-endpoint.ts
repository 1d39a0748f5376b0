import { isIPv6 } from "node:net";
import { PluginError } from "../../errors.ts";
import type { EndpointArgument } from "../target.ts";
import { portNumber } from "./port-number.ts";
import { quoted } from "./quoted.ts";

/** Host names as resolvers accept them: labels of up to 63 characters, with underscores and a final dot allowed. */
const HOST =
	/^(?=.{1,254}$)[a-z0-9_]([-a-z0-9_]{0,61}[a-z0-9_])?(\.[a-z0-9_]([-a-z0-9_]{0,61}[a-z0-9_])?)*\.?$/i;

/**
 * Reads `HOST:PORT`, `10.0.0.1:50051` or `[::1]:50051`.
 * @throws PluginError `bad-input`
 */
export function parseEndpoint(text: string): EndpointArgument {
	const bracketed = /^\[([^\]]*)\]:(.*)$/.exec(text);
	const [host, port] = bracketed
		? [bracketed[1] ?? "", bracketed[2] ?? ""]
		: splitAtLastColon(text);
	if (bracketed ? !isIPv6(host) : !HOST.test(host)) throw badHost(text, host);
	const number = portNumber(port);
	if (number === undefined)
		throw new PluginError(
			"bad-input",
			`${quoted(port)} in ${quoted(text)} is no port`,
			{
				hint: ["the port of an address is a number from 1 to 65535"],
			},
		);
	return { kind: "endpoint", host, port: number };
}

function splitAtLastColon(text: string): readonly [string, string] {
	const colon = text.lastIndexOf(":");
	return [text.slice(0, colon), text.slice(colon + 1)];
}

function badHost(text: string, host: string): PluginError {
	return new PluginError("bad-input", `${quoted(text)} is no address`, {
		hint: [addressFor(text, host)],
	});
}

function addressFor(text: string, host: string): string {
	if (isIPv6(text) || isIPv6(host))
		return "an IPv6 address goes in brackets: [::1]:50051";
	// Go's programs, grpcurl among them, dial this machine when the host is left out.
	if (/^:\d+$/.test(text))
		return `an address is HOST:PORT, on this machine localhost${text}`;
	return "an address is HOST:PORT, for example grpc.example.com:443 or [::1]:50051";
}
