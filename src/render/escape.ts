/** Which characters are escaped. */
const readPatterns = () => ({
	/**
	 * What a terminal would act on instead of showing: controls (C0, C1, ESC), format characters (bidi overrides and
	 * isolates, zero-width joiners, tags), everything invisible by default, line separators, lone surrogates and code
	 * points that no character has yet. Private use stays: fonts draw it and it moves nothing.
	 */
	emojiOrUnsafe:
		/\p{RGI_Emoji}|[[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]--\p{Co}]/gv,
	/**
	 * Not escaped as a whole: the emoji that Unicode recommends for interchange (UTS #51). Joiners and variation selectors are parts of these and
	 * hide nothing there; the list is closed, so that nothing else can be written with them.
	 */
	emoji: /^\p{RGI_Emoji}$/v,
	/** Marks pile up on the character before them: one at the start would sit on our own column, a tower would leave its line. */
	strayMark: /(?<=^|\p{M}{4})\p{M}/gu,
});

/** Read when a text first needs them: the list of all emoji takes V8 longer than most runs take to print. */
let patterns: ReturnType<typeof readPatterns> | undefined;

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;
const PRINTABLE_ASCII_LINES = /^[\x20-\x7e\n]*$/;

/** A text without any of these has nothing to escape, and needs no list of emoji for it: those without joiners and selectors are not among them. */
const SUSPECT = /[\p{C}\p{M}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/v;
const SUSPECT_IN_LINES =
	/[[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]--[\n]]/v;

const NAMED: Readonly<Record<string, string>> = {
	"\n": "\\n",
	"\r": "\\r",
	"\t": "\\t",
};

function escapeCharacter(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	const hex = code.toString(16);
	if (code < 0x100) return NAMED[character] ?? `\\x${hex.padStart(2, "0")}`;
	return code < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\u{${hex}}`;
}

/**
 * Makes what a pod or a cluster sent safe to show on one line: whatever would move the cursor, change the terminal or
 * hide is written as `\x1b` or `\u202e`. Printable text, in any script, is left alone, and so is an escape that is there
 * already: the result can be escaped again without a change.
 */
export function escapeTerminal(text: string): string {
	if (PRINTABLE_ASCII.test(text) || !SUSPECT.test(text)) return text;
	patterns ??= readPatterns();
	const { strayMark, emojiOrUnsafe, emoji } = patterns;
	return text
		.replace(strayMark, escapeCharacter)
		.replace(emojiOrUnsafe, (found) =>
			emoji.test(found) ? found : escapeCharacter(found),
		);
}

/**
 * Makes JSON text safe for a terminal and changes nothing of what it says: what {@link escapeTerminal} would escape is
 * written as JSON's own `\\u202e`. JSON.stringify does so for C0 controls only. Line breaks between values are kept.
 */
export function escapeJson(json: string): string {
	if (PRINTABLE_ASCII_LINES.test(json) || !SUSPECT_IN_LINES.test(json))
		return json;
	patterns ??= readPatterns();
	const { emojiOrUnsafe, emoji } = patterns;
	return json.replace(emojiOrUnsafe, (found) =>
		found === "\n" || emoji.test(found) ? found : [...utf16(found)].join(""),
	);
}

function* utf16(character: string): Generator<string> {
	for (let index = 0; index < character.length; index++)
		yield `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
}

/** Whether a text holds anything that {@link escapeJson} would change. */
export function hasUnsafe(text: string): boolean {
	return escapeJson(text) !== text;
}

const TAB_STOP = 8;

/** Writes tabs as the spaces they stand for: a terminal that starts the line elsewhere would place them otherwise. */
function expandTabs(line: string): string {
	const parts = line.split("\t");
	const last = parts.pop() ?? "";
	// Every part starts at a tab stop, so its own length tells how far the next one is.
	const filled = parts.map(
		(part) => part + " ".repeat(TAB_STOP - (part.length % TAB_STOP)),
	);
	return filled.join("") + last;
}

/**
 * Like {@link escapeTerminal} for text that may span lines, such as a message body or proto source: line breaks are
 * kept, tabs become spaces.
 */
export function escapeBlock(text: string): string {
	return text
		.split(/\r?\n/)
		.map((line) => escapeTerminal(expandTabs(line)))
		.join("\n");
}
