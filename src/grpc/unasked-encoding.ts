import { beginningOf } from "../cut-text.ts";
import type { RpcStatus } from "./channel.ts";
import { channelSays, channelStatus, type Saying } from "./status.ts";

/** What this client can expand, as `grpc-accept-encoding` states it. */
export const ACCEPTED_ENCODINGS = "identity,deflate,gzip";

const SAID = "the server sent a message compressed with ";
const MAX_SHOWN_CHARACTERS = 40;

/** What a call ends with whose message is compressed in a way that was not offered (PROTOCOL-HTTP2.md, "Message-Encoding"), or that is not stated. */
export function unaskedEncoding(encoding: string): RpcStatus {
	const shown =
		encoding === "identity"
			? "what no grpc-encoding states"
			: `"${beginningOf(encoding, MAX_SHOWN_CHARACTERS)}", which was not offered`;
	return channelStatus("INTERNAL", SAID + shown);
}

/** Why such an answer is of no use, with files that give the schema or without. */
export const UNASKED_ENCODING_HINT = `clients offer what they can expand (grpc-accept-encoding, here ${ACCEPTED_ENCODINGS}), and a server answers with that or with none: its setting for compression, or that of a proxy, overrides it for every client`;

/** Whether a call ended as {@link unaskedEncoding} says. */
export function isUnaskedEncoding(status: Saying): boolean {
	return channelSays(status, SAID);
}
