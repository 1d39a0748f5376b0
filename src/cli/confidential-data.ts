import { type PluginError, toPluginError, withHint } from "../errors.ts";
import type { TransportChoice } from "../grpc/transport.ts";

/** What a run requests from its servers. */
export type Asks = "health" | "anything";

/**
 * The most confidential data that a run sends to the server at an address. Metadata is often a credential. Requests are for the
 * intended server only. A health check reveals nothing.
 */
export type ConfidentialData = "metadata" | "requests" | "nothing";

/** The flags that give metadata; not every command has them all. */
export type MetadataFlags = {
	readonly header: readonly string[];
	readonly "rpc-header"?: readonly string[];
	readonly "reflect-header"?: readonly string[];
};

/** Returns the most confidential data that a command line sends. */
export function confidentialDataOf(
	flags: MetadataFlags,
	asks: Asks,
): ConfidentialData {
	const {
		header,
		"rpc-header": rpc = [],
		"reflect-header": reflect = [],
	} = flags;
	if (header.length + rpc.length + reflect.length > 0) return "metadata";
	return asks === "health" ? "nothing" : "requests";
}

/**
 * Opens what will carry metadata to an address. Without a transport flag it uses TLS only, since a server that is found to speak
 * plaintext may be an impostor.
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
	const { code, facts } = error;
	const speaksTls = facts["alert"] !== undefined || facts["seen"] === "tls";
	if (code !== "tls-handshake" || speaksTls) return error;
	return withHint(error, [
		"metadata is sent to an address only over TLS; --plaintext sends it unencrypted",
	]);
}
