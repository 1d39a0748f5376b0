import { isUtf8 } from "node:buffer";
import { inputError, positionIn, START } from "../fault/input-fault.ts";

const BYTE_ORDER_MARK = /^\ufeff/;

/**
 * Decodes UTF-8 that arrives in chunks, also where a chunk ends inside a character. It leaves out a byte order mark at the start.
 * @throws PluginError `bad-input` with the place of a byte that is not UTF-8, after it has yielded the text before that
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

/** Returns how many bytes from the start are whole UTF-8 characters. */
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
		// This byte cannot follow the bytes before it.
	}
	return valid;
}

/** Returns how many bytes at the end begin a character without its last byte: 0 to 3. */
function splitLength(bytes: Uint8Array): number {
	for (let back = 1; back <= 3; back++) {
		const byte = bytes.at(-back) ?? 0;
		if ((byte & 0xc0) !== 0x80) return characterLength(byte) > back ? back : 0;
	}
	return 0;
}

/** Returns the length in bytes of the character with this first byte (RFC 3629 section 3). */
function characterLength(first: number): number {
	if (first < 0xc0) return 1;
	if (first < 0xe0) return 2;
	return first < 0xf0 ? 3 : 4;
}
