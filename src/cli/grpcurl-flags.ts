import { portForSocket } from "../kubernetes/targets/unix-socket.ts";

const NO_ALTS =
	"grpcurl's ALTS has no place here: it works between virtual machines of one cloud, not to pods";

/** Hints for flags of grpcurl whose names resemble none of ours, or the wrong one; docs/grpcurl.md lists them all. */
const INSTEAD = new Map([
	["alts", NO_ALTS],
	["alts-handshaker-service", NO_ALTS],
	["alts-target-service-account", NO_ALTS],
	["format-error", "-o json has the status, with its details"],
	["unix", portForSocket("UNIX-CONNECT:PATH")],
	[
		"use-reflection",
		"the server is asked without it; --reflection=off asks files alone",
	],
]);

/** Returns what to do instead of a flag of grpcurl, by its name; undefined for other names. */
export function insteadOfGrpcurlFlag(name: string): string | undefined {
	return INSTEAD.get(name);
}
