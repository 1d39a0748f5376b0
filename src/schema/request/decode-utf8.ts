import { isUtf8 } from "node:buffer";
import { inputError, positionIn, START } from "../fault/input-fault.ts";

const BYTE_ORDER_MARK = /^\ufeff/;

/**
 * Gives the text of UTF-8 that comes in chunks, characters split between chunks included. A byte order mark at the start is left out.
 * @throws PluginError `bad-input` with the place of what is not UTF-8; the text before it has been given
 */
export async function* decodeUtf8(
	chunks: AsyncIterable<Uint8Array>,
	origin: string,
): AsyncGenerator<string> {
	let position = START;
	let split = Buffer.alloc(0);
	let isFirst = true;
	for await (const chunk of chunks) {
		const bytes = Buffer.concat([split, chunk]);
		const valid = bytes.subarray(0, validLength(bytes));
		split = bytes.subarray(valid.length);
		const decoded = valid.toString();
		const text = isFirst ? decoded.replace(BYTE_ORDER_MARK, "") : decoded;
		isFirst &&= valid.length === 0;
		position = positionIn(text, text.length, position);
		if (text !== "") yield text;
		if (split.length > splitLength(split)) break;
	}
	if (split.length > 0)
		throw inputError(origin, position, {
			path: "",
			problem: `not UTF-8: the byte 0x${split.toString("hex", 0, 1)}`,
			hint: ["text in another encoding must be converted first (iconv)"],
		});
}

/** Bytes from the start that are whole characters of UTF-8. */
function validLength(bytes: Uint8Array): number {
	const whole = bytes.length - splitLength(bytes);
	if (isUtf8(bytes.subarray(0, whole))) return whole;
	const decoder = new TextDecoder("utf-8", { fatal: true });
	let valid = 0;
	try {
		for (let at = 0; at < bytes.length; at++)
			if (decoder.decode(bytes.subarray(at, at + 1), { stream: true }) !== "")
				valid = at + 1;
	} catch {
		// The byte at hand cannot follow those before it.
	}
	return valid;
}

/** Bytes at the end that begin a character and do not finish it: none to three. */
function splitLength(bytes: Uint8Array): number {
	for (let back = 1; back <= 3; back++) {
		const byte = bytes.at(-back) ?? 0;
		if ((byte & 0xc0) !== 0x80) return characterLength(byte) > back ? back : 0;
	}
	return 0;
}

/** Bytes of the character that begins with this one (RFC 3629 section 3). */
function characterLength(first: number): number {
	if (first < 0xc0) return 1;
	if (first < 0xe0) return 2;
	return first < 0xf0 ? 3 : 4;
}
