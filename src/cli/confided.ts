import { PluginError, toPluginError } from "../errors.ts";
import type { TransportChoice } from "../grpc/transport.ts";

/** What a run asks of its servers. */
export type Asks = "health" | "anything";

/**
 * What whoever answers at an address is told: metadata is often a credential, requests are for the server that is meant, and that
 * somebody asks whether it is healthy may be known to all.
 */
export type Confided = "metadata" | "requests" | "nothing";

/** The flags that give metadata; not every command has them all. */
export type MetadataFlags = {
	readonly header: readonly string[];
	readonly "rpc-header"?: readonly string[];
	readonly "reflect-header"?: readonly string[];
};

/** What a command line confides to whom it asks. */
export function confidedBy(flags: MetadataFlags, asks: Asks): Confided {
	const {
		header,
		"rpc-header": rpc = [],
		"reflect-header": reflect = [],
	} = flags;
	if (header.length + rpc.length + reflect.length > 0) return "metadata";
	return asks === "health" ? "nothing" : "requests";
}

/**
 * Opens what is to carry metadata to an address: where no flag says how, over TLS alone, as what is found out to be plaintext may be
 * somebody in between.
 * @throws PluginError of `open`, naming --plaintext where it is TLS that failed
 */
export async function openOverTls<Opened>(
	choice: TransportChoice,
	open: (choice: TransportChoice) => Promise<Opened>,
): Promise<Opened> {
	if (choice.kind !== "auto") return open(choice);
	try {
		return await open({ kind: "tls", tls: choice.tls });
	} catch (caught) {
		throw namingPlaintext(toPluginError(caught));
	}
}

function namingPlaintext(error: PluginError): PluginError {
	const { code, message, cause, facts } = error;
	const speaksTls = facts["alert"] !== undefined || facts["seen"] === "tls";
	if (code !== "tls-handshake" || speaksTls) return error;
	return new PluginError(code, message, {
		cause,
		facts,
		hint: [
			"metadata is sent to an address only over TLS; --plaintext sends it unencrypted",
		],
	});
}
