/** Which characters are escaped. */
const readPatterns = () => ({
	/**
	 * What a terminal acts on or does not show: controls (C0, C1, ESC), format characters (bidi overrides and isolates, zero-width
	 * joiners, tags), everything invisible by default, line separators, lone surrogates and unassigned code points. Private use is
	 * allowed: fonts draw it, and it moves nothing.
	 */
	emojiOrUnsafe:
		/\p{RGI_Emoji}|[[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]--\p{Co}]/gv,
	/**
	 * The emoji that Unicode recommends for interchange (UTS #51) stay as they are. Joiners and variation selectors are parts of
	 * them and hide nothing there. The list is closed, so nothing else can be written with them.
	 */
	emoji: /^\p{RGI_Emoji}$/v,
	/**
	 * Marks stack on the character before them. A mark at the start would change this program's own text, and a stack would leave
	 * its line.
	 */
	strayMark: /(?<=^|\p{M}{4})\p{M}/gu,
});

/** Made for the first text that needs them: V8 takes longer to read the list of all emoji than most runs take to print. */
let patterns: ReturnType<typeof readPatterns> | undefined;

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;
const PRINTABLE_ASCII_LINES = /^[\x20-\x7e\n]*$/;

/** A text without any of these needs no escape and no list of emoji: the emoji without joiners and selectors are not among them. */
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
 * Makes text from a pod or a cluster safe to show on one line. It writes `\x1b` or `\u202e` for every character that would move
 * the cursor, change the terminal or be invisible. Printable text in any script stays unchanged, and so does an escape: escaping
 * the result again changes nothing.
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
 * Makes JSON text safe for a terminal without changing its meaning: it writes what {@link escapeTerminal} would escape as JSON's
 * own `\\u202e`. JSON.stringify does this only for C0 controls. Line breaks between values stay.
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

/** Whether {@link escapeJson} would change a text. */
export function hasUnsafe(text: string): boolean {
	return escapeJson(text) !== text;
}

const TAB_STOP = 8;

/** Replaces tabs by spaces. A terminal would place the tabs differently where the line starts in another column. */
function expandTabs(line: string): string {
	const parts = line.split("\t");
	const last = parts.pop() ?? "";
	// Every part starts at a tab stop, so its length alone tells how many spaces follow it.
	const filled = parts.map(
		(part) => part + " ".repeat(TAB_STOP - (part.length % TAB_STOP)),
	);
	return filled.join("") + last;
}

/**
 * Like {@link escapeTerminal}, for a text of several lines, such as a message body or proto source. Line breaks stay, and tabs
 * become spaces.
 */
export function escapeBlock(text: string): string {
	return text
		.split(/\r?\n/)
		.map((line) => escapeTerminal(expandTabs(line)))
		.join("\n");
}
