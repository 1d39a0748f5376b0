import { octalEscape } from "../octal-escape.ts";
import { shortestFloat } from "../shortest-float.ts";

/** Returns a text as a literal of proto source in double quotes. Characters that are not printable are escaped. */
export function quoted(text: string): string {
	const escaped = text.replace(/["\\\p{C}\p{Zl}\p{Zp}]/gu, (character) => {
		const named = NAMED[character];
		if (named !== undefined) return named;
		const code = character.codePointAt(0) ?? 0;
		if (code < 0x80) return octalEscape(code);
		return code > 0xffff
			? `\\U${code.toString(16).toUpperCase().padStart(8, "0")}`
			: `\\u${code.toString(16).toUpperCase().padStart(4, "0")}`;
	});
	return `"${escaped}"`;
}

/** Returns bytes as a literal of proto source: printable ASCII unchanged, the rest in octal. */
export function quotedBytes(bytes: Uint8Array): string {
	const text = Array.from(bytes, (byte) => {
		const character = String.fromCharCode(byte);
		if (byte >= 0x80) return octalEscape(byte);
		return (
			NAMED[character] ??
			(byte < 0x20 || byte === 0x7f ? octalEscape(byte) : character)
		);
	});
	return `"${text.join("")}"`;
}

const NAMED: Readonly<Record<string, string>> = {
	"\n": "\\n",
	"\r": "\\r",
	"\t": "\\t",
	'"': '\\"',
	"\\": "\\\\",
};

/** Returns a double as proto source writes it, with as many digits as reading it back needs. */
export function doubleLiteral(value: number): string {
	if (Number.isNaN(value)) return "nan";
	if (value === Number.POSITIVE_INFINITY) return "inf";
	if (value === Number.NEGATIVE_INFINITY) return "-inf";
	return Object.is(value, -0) ? "-0" : String(value);
}

/** Returns a float with the digits that a float needs: `0.1`, not the nearest double. */
export function floatLiteral(value: number): string {
	return doubleLiteral(shortestFloat(Math.fround(value)));
}
