import { beginningOf } from "../cut-text.ts";
import type { RpcStatus } from "./channel.ts";
import { channelStatus, isChannelStatus, type StatusText } from "./status.ts";

/** The encodings that this client can expand, as in `grpc-accept-encoding`. */
export const ACCEPTED_ENCODINGS = "identity,deflate,gzip";

const SAID = "the server sent a message compressed with ";
const MAX_SHOWN_CHARACTERS = 40;

/** The status of a call with a message whose compression was not offered (PROTOCOL-HTTP2.md, "Message-Encoding") or not stated. */
export function unaskedEncoding(encoding: string): RpcStatus {
	const shown =
		encoding === "identity"
			? "what no grpc-encoding states"
			: `"${beginningOf(encoding, MAX_SHOWN_CHARACTERS)}", which was not offered`;
	return channelStatus("INTERNAL", SAID + shown);
}

/** Why such an answer cannot be used, with or without schema files. */
export const UNASKED_ENCODING_HINT = `clients offer what they can expand (grpc-accept-encoding, here ${ACCEPTED_ENCODINGS}), and a server answers with that or with none: its setting for compression, or that of a proxy, overrides it for every client`;

/** Whether a status comes from {@link unaskedEncoding}. */
export function isUnaskedEncoding(status: StatusText): boolean {
	return isChannelStatus(status, SAID);
}
