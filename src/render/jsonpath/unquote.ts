import { refuse } from "./scanner.ts";

const SIMPLE: Readonly<Record<string, string>> = {
	a: "\x07",
	b: "\b",
	f: "\f",
	n: "\n",
	r: "\r",
	t: "\t",
	v: "\v",
	"\\": "\\",
};

/** One character of a Go string literal: an escape with hexadecimal or octal digits, a simple escape, or a plain character. */
const LITERAL_CHARACTER =
	/\\x(?<byte>[0-9a-fA-F]{2})|\\u(?<short>[0-9a-fA-F]{4})|\\U(?<long>[0-9a-fA-F]{8})|\\(?<octal>[0-7]{3})|\\(?<simple>.)|(?<plain>[^\\])/gsuy;

function byteOf(value: number, literal: string): Uint8Array {
	if (value > 0xff) refuse(`${literal}: an octal escape is over \\377`);
	return Uint8Array.of(value);
}

function characterOf(hex: string, literal: string): string {
	const code = Number.parseInt(hex, 16);
	const isSurrogate = code >= 0xd800 && code <= 0xdfff;
	if (code > 0x10ffff || isSurrogate)
		refuse(`${literal}: \\u${hex} is no character`);
	return String.fromCodePoint(code);
}

function decodeCharacter(
	groups: Readonly<Record<string, string | undefined>>,
	quote: string,
	literal: string,
): string | Uint8Array {
	const { byte, short, long, octal, simple, plain } = groups;
	if (byte !== undefined) return byteOf(Number.parseInt(byte, 16), literal);
	if (octal !== undefined) return byteOf(Number.parseInt(octal, 8), literal);
	const hex = short ?? long;
	if (hex !== undefined) return characterOf(hex, literal);
	if (plain !== undefined && plain !== quote) return plain;
	if (simple === quote) return quote;
	return (
		SIMPLE[simple ?? ""] ?? refuse(`${literal} is not a valid quoted text`)
	);
}

/**
 * Returns the text of a literal with Go's escapes, in single or double quotes: UnquoteExtend of client-go, strconv.UnquoteChar.
 * @throws PluginError `usage` for an escape that Go does not know
 */
export function unquote(literal: string): string {
	const quote = literal.charAt(0);
	const inner = literal.slice(1, -1);
	if (!inner.includes("\\")) return inner;
	const parts: Uint8Array[] = [];
	let read = 0;
	for (const match of inner.matchAll(LITERAL_CHARACTER)) {
		read += match[0].length;
		parts.push(
			Buffer.from(decodeCharacter(match.groups ?? {}, quote, literal)),
		);
	}
	if (read !== inner.length) refuse(`${literal} is not a valid quoted text`);
	return Buffer.concat(parts).toString("utf8");
}
