import { shortened } from "../../cut-text.ts";

/** Quotes text from the command line for a message: at most a line, with all invisible characters and odd spaces escaped. */
export const quoted = (text: string): string =>
	JSON.stringify(shortened(text, 60)).replace(
		/[\p{C}[\p{Zs}--[ ]]\p{Zl}\p{Zp}]/gv,
		(character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
	);
