import type { ServerVersion } from "./report.ts";

/** How the server's version stands to those that the plugin is made for; minor versions such as 1.34. */
export type Skew = {
	readonly state: "supported" | "older" | "newer" | "unknown";
	readonly oldest: string;
	readonly newest: string;
};

/**
 * The oldest is the first with gRPC probes on by default (KEP-2727), which findings advise; everything else that is asked of the API,
 * port-forward over WebSocket included, is older. The newest is the one that the tests run on.
 */
const OLDEST_MINOR = 24;
const NEWEST_MINOR = 37;

/** Compares a server with the versions that the plugin is made for. kubectl's rule of one minor version concerns kubectl alone. */
export function skewOf({ major, minor }: ServerVersion): Skew {
	return {
		state: stateOf(Number.parseInt(major, 10), Number.parseInt(minor, 10)),
		oldest: `1.${OLDEST_MINOR}`,
		newest: `1.${NEWEST_MINOR}`,
	};
}

/** Managed clusters add to the number: `31+`. */
function stateOf(major: number, minor: number): Skew["state"] {
	if (Number.isNaN(major) || Number.isNaN(minor)) return "unknown";
	if (major < 1 || (major === 1 && minor < OLDEST_MINOR)) return "older";
	return major > 1 || minor > NEWEST_MINOR ? "newer" : "supported";
}

/** What to warn of on stderr; undefined when there is nothing. */
export function skewWarning(
	{ gitVersion }: ServerVersion,
	{ state, oldest, newest }: Skew,
): string | undefined {
	switch (state) {
		case "older":
			return `the server's version ${gitVersion} is older than this plugin is made for, ${oldest} and later: gRPC probes, which findings advise, may be missing`;
		case "newer":
			return `the server's version ${gitVersion} is newer than this plugin was tested with, up to ${newest}`;
		case "supported":
		case "unknown":
			return undefined;
	}
}
