import { openSync, writeSync } from "node:fs";
import { unwritable, whyUnwritable } from "../file-error.ts";
import type { TlsSettings } from "../grpc/transport.ts";

/**
 * Returns the function that writes the TLS keys of connections to servers into the file of SSLKEYLOGFILE, as in grpcurl, so that
 * Wireshark can decrypt a capture; undefined when the variable is not set. The API server's keys are never written, since they reveal
 * the user's token.
 * @param tell receives one warning about keys that could not be written
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
			// TLS calls this function, and nobody could catch an error here. A full disk must not end the run.
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
