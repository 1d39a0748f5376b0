import { openSync, writeSync } from "node:fs";
import { unwritable, whyUnwritable } from "../file-error.ts";
import type { TlsSettings } from "../grpc/transport.ts";

/**
 * What keeps the keys of TLS connections to servers in the file that SSLKEYLOGFILE names, as grpcurl does, so that Wireshark reads what was
 * captured; undefined where it names none. `tell` is told once of keys that could not be written. The API server's keys are never in it:
 * whoever has them has the user's token.
 * @throws PluginError `bad-input` for a file that cannot be written
 */
export function keyLogOf(
	env: NodeJS.ProcessEnv,
	tell: (line: string) => void,
): TlsSettings["onKeys"] {
	const file = env["SSLKEYLOGFILE"];
	if (!file) return undefined;
	const opened = open(file);
	let isTold = false;
	return (line) => {
		try {
			writeSync(opened, line);
		} catch (caught) {
			// Called by TLS, where nobody could catch it: a full disk must not end a run that only wanted to be read along.
			if (isTold) return;
			isTold = true;
			tell(
				`warning: SSLKEYLOGFILE: ${file} ${whyUnwritable(caught)}: not all keys are in it`,
			);
		}
	};
}

function open(file: string): number {
	try {
		return openSync(file, "a", 0o600);
	} catch (cause) {
		throw unwritable(cause, {
			named: "SSLKEYLOGFILE",
			file,
			hint: "TLS keys are written there; unset it to do without",
		});
	}
}
