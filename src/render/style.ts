import { type StyledText, spansOf, type Tone } from "./span.ts";

/** Whether output has colour. */
export type ColourMode = "colour" | "plain";

/** The values of `--color`. */
export type ColourChoice = "auto" | "always" | "never";

/** Returns the choice of a `--color` flag. The flag's parser has refused other words. */
export function colourChoice(flag: string): ColourChoice {
	return flag === "always" || flag === "never" ? flag : "auto";
}

/** The environment variables that affect colour and the terminal. */
export type TerminalEnvironment = {
	readonly NO_COLOR?: string | undefined;
	readonly FORCE_COLOR?: string | undefined;
	readonly TERM?: string | undefined;
};

/** The SGR parameters (ECMA-48, 8.3.117) that turn a tone on and off. They use only the 16 colours that a theme defines. */
const SGR: Readonly<Record<Tone, readonly [on: number, off: number]>> = {
	good: [32, 39],
	warn: [33, 39],
	bad: [31, 39],
	dim: [2, 22],
	strong: [1, 22],
};

/**
 * Returns whether to write colour. The flag comes first, then a NO_COLOR that is not empty (https://no-color.org), then
 * FORCE_COLOR. Otherwise a terminal gets colour, unless TERM is `dumb`.
 */
export function colourMode(
	stream: { readonly isTTY?: boolean },
	environment: TerminalEnvironment,
	choice: ColourChoice,
): ColourMode {
	if (choice !== "auto") return choice === "always" ? "colour" : "plain";
	if (environment.NO_COLOR) return "plain";
	const force = environment.FORCE_COLOR;
	if (force) return force === "0" || force === "false" ? "plain" : "colour";
	return stream.isTTY === true && environment.TERM !== "dumb"
		? "colour"
		: "plain";
}

/** Returns a line for output: escaped, and coloured where `mode` says so. Only this function writes escape sequences for text. */
export function paint(text: StyledText, mode: ColourMode): string {
	return spansOf(text)
		.map(({ text: piece, tone }) => {
			if (mode === "plain" || tone === undefined || piece === "") return piece;
			const [on, off] = SGR[tone];
			return `\x1b[${on}m${piece}\x1b[${off}m`;
		})
		.join("");
}
