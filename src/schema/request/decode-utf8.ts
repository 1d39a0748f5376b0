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
		const text = valid.toString().replace(isFirst ? BYTE_ORDER_MARK : "", "");
		isFirst &&= valid.length === 0;
		position = positionIn(text, text.length, position);
		if (text !== "") yield text;
		if (split.length >= LONGEST_CHARACTER || !mayContinue(split)) break;
	}
	if (split.length > 0)
		throw inputError(origin, position, {
			path: "",
			problem: `not UTF-8: the byte 0x${split.toString("hex", 0, 1)}`,
			hint: ["text in another encoding must be converted first (iconv)"],
		});
}

const LONGEST_CHARACTER = 4;

/** Bytes from the start that are whole characters of UTF-8. */
function validLength(bytes: Uint8Array): number {
	if (isUtf8(bytes)) return bytes.length;
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

/** Whether bytes are the beginning of a character, of which more may come. */
function mayContinue(bytes: Uint8Array): boolean {
	try {
		new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
		return true;
	} catch {
		return false;
	}
}
