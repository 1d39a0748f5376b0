import type { ServerVersion } from "./report.ts";

/** How the server's version relates to the supported ones, given as minor versions such as 1.34. */
export type Skew = {
	readonly state: "supported" | "older" | "newer" | "unknown";
	readonly oldest: string;
	readonly newest: string;
};

/**
 * The oldest is the first version with gRPC probes on by default (KEP-2727), which findings advise. Everything else that the
 * plugin uses of the API is older, port-forward over WebSocket included. The newest is the version that the tests run on.
 */
const OLDEST_MINOR = 24;
const NEWEST_MINOR = 37;

/** Compares a server with the supported versions. kubectl's limit of one minor version of skew applies only to kubectl. */
export function skewOf({ major, minor }: ServerVersion): Skew {
	return {
		state: stateOf(Number.parseInt(major, 10), Number.parseInt(minor, 10)),
		oldest: `1.${OLDEST_MINOR}`,
		newest: `1.${NEWEST_MINOR}`,
	};
}

/** Managed clusters add a sign to the minor version: `31+`. */
function stateOf(major: number, minor: number): Skew["state"] {
	if (Number.isNaN(major) || Number.isNaN(minor)) return "unknown";
	if (major < 1 || (major === 1 && minor < OLDEST_MINOR)) return "older";
	return major > 1 || minor > NEWEST_MINOR ? "newer" : "supported";
}

/** Returns the warning for stderr, or undefined where there is none. */
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
