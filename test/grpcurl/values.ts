// Parses printed messages into values. White space is ignored, so that two ways to print the same value are equal.

/** Returns the JSON values that follow each other in a text. A part that is no JSON stays as text. */
export function jsonValues(text: string): readonly unknown[] {
	const values: unknown[] = [];
	for (const chunk of valueTexts(text)) {
		try {
			values.push(JSON.parse(chunk));
		} catch {
			values.push({ unreadable: chunk });
		}
	}
	return values;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{[]|[}\]]|[^\s"{}[\]]+|\s+|"/gs;

function* valueTexts(text: string): Generator<string> {
	let depth = 0;
	let value = "";
	for (const [token] of text.matchAll(TOKEN)) {
		if (depth === 0 && /^\s/.test(token)) continue;
		value += token;
		if (/^[{[]$/.test(token)) depth += 1;
		if (/^[}\]]$/.test(token)) depth -= 1;
		if (depth > 0) continue;
		yield value;
		value = "";
	}
	if (value !== "") yield value;
}

const TEXT_TOKEN =
	/\s+|[;,]|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|([<{])|([>}])|:|[^\s;,:"'<>{}]+/gs;

const FRACTION = /^-?\d[\d.]*(?:\.|e)[\d.e+-]*$/i;

/**
 * Returns the messages of a text-format output, each as a list of tokens. Angle brackets become braces, colons and separators
 * are left out, escapes are decoded, and `1.50e-07` becomes `1.5e-7`. Two ways to print the same message give the same list.
 */
export function textMessages(text: string): readonly (readonly string[])[] {
	return text.split("\x1e").map((message) =>
		[...message.matchAll(TEXT_TOKEN)]
			.map(([token, quoted, opening, closing]) => {
				if (quoted !== undefined)
					return `"${bytesOf(quoted).toString("latin1")}`;
				if (opening !== undefined) return "{";
				if (closing !== undefined) return "}";
				if (/^[\s;,:]/.test(token)) return "";
				return FRACTION.test(token) ? String(Number(token)) : token;
			})
			.filter((token) => token !== ""),
	);
}

const CONTROL: Readonly<Record<string, string>> = {
	a: "\x07",
	b: "\b",
	f: "\f",
	n: "\n",
	r: "\r",
	t: "\t",
	v: "\v",
};

/** Returns the bytes that a quoted string of the text format stands for. */
function bytesOf(quoted: string): Buffer {
	const pieces = quoted
		.slice(1, -1)
		.matchAll(/\\([0-7]{1,3})|\\x([0-9a-fA-F]{1,2})|\\(.)|[^\\]+/gs);
	return Buffer.concat(
		[...pieces].map(([piece, octal, hex, character]) => {
			if (octal !== undefined) return Buffer.of(Number.parseInt(octal, 8));
			if (hex !== undefined) return Buffer.of(Number.parseInt(hex, 16));
			return Buffer.from(
				character === undefined ? piece : (CONTROL[character] ?? character),
			);
		}),
	);
}
