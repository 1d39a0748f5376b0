/** The marks around pasted text (xterm's bracketed paste). */
const BEGIN = "\x1b[200~";
const END = "\x1b[201~";
const CTRL_C = "\x03";

/**
 * Returns a function that takes a terminal's input piece by piece, and adds the end of a paste before a Ctrl-C that ends a piece. So
 * Ctrl-C ends a paste whose end never comes, as after a cut connection. ink's parser keeps all input until the end of a paste, so
 * without it no key would do anything any more. Terminals send no Ctrl-C within a paste.
 */
export function pasteEnder(): (piece: string) => string {
	let state: "typing" | "pasting" = "typing";
	let before = "";
	return (piece) => {
		// A mark may be cut into two pieces.
		const seen = before + piece;
		before = seen.slice(1 - BEGIN.length);
		const [begun, ended] = [seen.lastIndexOf(BEGIN), seen.lastIndexOf(END)];
		if (begun !== ended) state = begun > ended ? "pasting" : "typing";
		if (state === "typing" || !piece.endsWith(CTRL_C)) return piece;
		state = "typing";
		return piece.slice(0, -CTRL_C.length) + END + CTRL_C;
	};
}
