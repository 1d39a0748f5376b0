/** The marks around pasted text (xterm's bracketed paste). */
const BEGIN = "\x1b[200~";
const END = "\x1b[201~";
const CTRL_C = "\x03";

/**
 * Returns a terminal's input in which Ctrl-C ends a paste whose end never comes, as after a cut connection. ink's parser keeps all input
 * until the end of a paste, so without it no key would do anything any more. Terminals send no Ctrl-C within a paste.
 */
export function withPasteEnded(stdin: NodeJS.ReadStream): NodeJS.ReadStream {
	const ended = pasteEnder();
	const read = (size?: number): string | Buffer | null => {
		const chunk: string | Buffer | null = stdin.read(size);
		return chunk === null ? null : ended(chunk.toString());
	};
	return new Proxy(stdin, {
		get(target, name) {
			if (name === "read") return read;
			const value: unknown = Reflect.get(target, name, target);
			return typeof value === "function" ? value.bind(target) : value;
		},
	});
}

/** Returns a function that takes input piece by piece, and adds the end of a paste before a Ctrl-C that ends a piece. */
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
