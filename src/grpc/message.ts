import { promisify } from "node:util";
import { gunzip, gzip, inflate } from "node:zlib";
import type { RpcStatus } from "./channel.ts";
import { channelStatus } from "./status.ts";
import { unaskedEncoding } from "./unasked-encoding.ts";

/** Length of the prefix of each message (PROTOCOL-HTTP2.md, "Length-Prefixed-Message"). */
export const PREFIX_BYTES = 5;

const [compressGzip, expandGzip, expandDeflate] = [
	promisify(gzip),
	promisify(gunzip),
	promisify(inflate),
];

/** Adds the gRPC prefix to a message body: a compression flag, then the length (PROTOCOL-HTTP2.md). */
export function frameMessage(
	body: Uint8Array,
	compression: "compressed" | "identity",
): Buffer {
	const framed = Buffer.allocUnsafe(body.length + PREFIX_BYTES);
	framed.writeUInt8(compression === "compressed" ? 1 : 0, 0);
	framed.writeUInt32BE(body.length, 1);
	framed.set(body, PREFIX_BYTES);
	return framed;
}

/** Compresses and frames a message body. */
export async function frameGzip(body: Uint8Array): Promise<Buffer> {
	return frameMessage(await compressGzip(body), "compressed");
}

/** Whether the prefix of a framed message says that it is compressed. */
export function isCompressed(framed: Uint8Array): boolean {
	return framed[0] !== 0;
}

/** Returns the body of a framed message that is not compressed. */
export function plainBody(framed: Uint8Array): Uint8Array {
	return framed.subarray(PREFIX_BYTES);
}

export type Expanded =
	| { readonly kind: "body"; readonly body: Uint8Array }
	| { readonly kind: "undecodable"; readonly status: RpcStatus };

/** Expands a compressed message, up to `maxBytes`. When it cannot be expanded, the result has the status to end the call with. */
export async function expandMessage(
	framed: Uint8Array,
	encoding: string,
	maxBytes: number,
): Promise<Expanded> {
	const expand = expanderOf(encoding);
	if (expand === undefined)
		return { kind: "undecodable", status: unaskedEncoding(encoding) };
	try {
		const body = await expand(plainBody(framed), { maxOutputLength: maxBytes });
		return { kind: "body", body };
	} catch (error) {
		if (error instanceof RangeError)
			return undecodable(
				"RESOURCE_EXHAUSTED",
				`a compressed message is larger than the limit of ${maxBytes} bytes`,
			);
		return undecodable(
			"INTERNAL",
			`a message compressed with ${encoding} cannot be expanded`,
		);
	}
}

function expanderOf(encoding: string) {
	if (encoding === "gzip") return expandGzip;
	return encoding === "deflate" ? expandDeflate : undefined;
}

function undecodable(
	name: "INTERNAL" | "RESOURCE_EXHAUSTED",
	message: string,
): Expanded {
	return { kind: "undecodable", status: channelStatus(name, message) };
}
