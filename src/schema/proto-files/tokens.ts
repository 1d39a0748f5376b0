import { PluginError } from "../../errors.ts";

/** A piece of proto source. Line and column start at 1. */
export type Token = {
	readonly kind: "word" | "integer" | "float" | "string" | "symbol" | "end";
	/** The text as written. For a string it is the value, one UTF-16 unit for each byte. */
	readonly text: string;
	readonly line: number;
	readonly column: number;
	/** Blanks and comments between the previous token and this one. */
	readonly space: string;
};

/** What stands in for a token where there is none. */
export const NO_TOKEN: Token = {
	kind: "end",
	text: "",
	line: 1,
	column: 1,
	space: "",
};

/** Blanks or a comment, or a token. The alternatives are tried in order. */
const PIECE =
	/(?<space>\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)|(?<word>[A-Za-z_]\w*)|(?<float>(?:\d+\.\d*|\.\d+)(?:[eE][+-]?\d+)?(?!\w)|\d+[eE][+-]?\d+(?!\w))|(?<integer>(?:0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)(?!\w))|(?<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?<symbol>[{}()[\]<>;:,.=+-]|\/(?!\*))/suy;

const KINDS = ["word", "float", "integer", "string", "symbol"] as const;

/** Splits proto source into tokens. The last one has the kind `end`. @throws PluginError `bad-input` as `file:line:column: …` */
export function tokensOf(file: string, source: string): readonly Token[] {
	const tokens: Token[] = [];
	let line = 1;
	let lineStart = 0;
	let space = "";
	PIECE.lastIndex = source.startsWith("\ufeff") ? 1 : 0;
	let at = PIECE.lastIndex;
	while (at < source.length) {
		const column = at - lineStart + 1;
		const match = PIECE.exec(source);
		if (match === null)
			throw sourceError(file, { line, column }, badPiece(source.slice(at)));
		const [text] = match;
		const kind = KINDS.find((name) => match.groups?.[name] !== undefined);
		if (kind === undefined) space += text;
		else {
			const wrong = kind === "string" ? wrongEscape(text) : undefined;
			if (wrong !== undefined)
				throw sourceError(
					file,
					{ line, column: column + wrong.index },
					`there is no escape ${JSON.stringify(wrong[0])}, or it lacks digits`,
				);
			const value = kind === "string" ? unescaped(text) : text;
			tokens.push({ kind, text: value, line, column, space });
			space = "";
		}
		for (let index = text.indexOf("\n"); index !== -1; ) {
			line += 1;
			lineStart = at + index + 1;
			index = text.indexOf("\n", index + 1);
		}
		at = PIECE.lastIndex;
	}
	const column = at - lineStart + 1;
	tokens.push({ kind: "end", text: "", line, column, space });
	return tokens;
}

function badPiece(rest: string): string {
	if (rest.startsWith("/*")) return "a comment that does not end";
	if (/^\d/.test(rest))
		return "a number ends in letters, or begins with 0 and is not octal";
	if (/^["']/.test(rest)) return "a string that does not end on its line";
	return `${JSON.stringify(String.fromCodePoint(rest.codePointAt(0) ?? 0))} does not belong here`;
}

/** Returns the first escape that protoc's tokenizer does not accept. */
function wrongEscape(literal: string): RegExpExecArray | undefined {
	const escapes =
		/\\(?:[abfnrtv\\?'"0-7]|[xX][0-9a-fA-F]|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|(.))/gsu;
	return [...literal.matchAll(escapes)].find(
		([, other]) => other !== undefined,
	);
}

const ESCAPES: Readonly<Record<string, string>> = {
	a: "\x07",
	b: "\b",
	f: "\f",
	n: "\n",
	r: "\r",
	t: "\t",
	v: "\v",
};

/** Returns the bytes of a string literal, one character for each byte. */
function unescaped(literal: string): string {
	const bytes = (text: string) => Buffer.from(text, "utf8").toString("latin1");
	const pattern =
		/\\(?:[xX]([0-9a-fA-F]{1,2})|([0-7]{1,3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|([^\\]+)/gsu;
	return literal
		.slice(1, -1)
		.replace(pattern, (_, hex, octal, short, long, other, plain) => {
			if (hex) return String.fromCharCode(Number.parseInt(hex, 16));
			if (octal) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
			const code = Number.parseInt(short ?? long ?? "", 16);
			if (code <= 0x10ffff) return bytes(String.fromCodePoint(code));
			return ESCAPES[other] ?? bytes(other ?? plain ?? "");
		});
}

/** Returns an error at a place in a file, in protoc's form: `shop/user.proto:12:5: …`. */
export function sourceError(
	file: string,
	{ line, column }: Pick<Token, "line" | "column">,
	message: string,
	hint: readonly string[] = [],
): PluginError {
	return new PluginError("bad-input", `${file}:${line}:${column}: ${message}`, {
		hint,
		facts: { file, line, column },
	});
}
