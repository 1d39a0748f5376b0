const NO_ALTS =
	"grpcurl's ALTS has no place here: it works between virtual machines of one cloud, not to pods";

/** What to do in place of those flags of grpcurl whose name is near to none of ours, or to the wrong one; docs/grpcurl.md has them all. */
const INSTEAD = new Map([
	["alts", NO_ALTS],
	["alts-handshaker-service", NO_ALTS],
	["alts-target-service-account", NO_ALTS],
	["format-error", "-o json has the status, with its details"],
	["unix", "a pod is reached by its ports, an address as HOST:PORT"],
	[
		"use-reflection",
		"the server is asked without it; --reflection=off asks files alone",
	],
]);

/** What to do in place of a flag of grpcurl, by its name; undefined for others. */
export function insteadOfGrpcurlFlag(name: string): string | undefined {
	return INSTEAD.get(name);
}
