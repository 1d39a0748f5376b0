import { PluginError } from "../../errors.ts";
import { shellWord } from "../../shell-word.ts";
import { quoted } from "./quoted.ts";

/**
 * Refuses a Unix socket in gRPC's form (doc/naming.md). `unix:50051` is the host `unix`.
 * @throws PluginError `bad-input`
 */
export function refuseSocket(text: string): void {
	const path = /^unix(?:-abstract)?:(?:\/\/)?(?!\d+$)(.*)$/.exec(text)?.[1];
	if (path === undefined) return;
	const kind = text.startsWith("unix:") ? "UNIX" : "ABSTRACT";
	throw new PluginError(
		"bad-input",
		`${quoted(text)} is a Unix socket, and an address is HOST:PORT`,
		{ hint: [portForSocket(`${kind}-CONNECT:${shellWord(path)}`)] },
	);
}

/** Returns how a socket of this machine, in socat's form, gets a port that can be named. */
export function portForSocket(socket: string): string {
	return `lend the socket a port and name 127.0.0.1:50051: socat TCP-LISTEN:50051,bind=127.0.0.1,fork ${socket}`;
}
