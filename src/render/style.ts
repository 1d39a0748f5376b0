import { type StyledText, spansOf, type Tone } from "./span.ts";

/** Whether colour is written. */
export type ColourMode = "colour" | "plain";

/** What `--color` may say. */
export type ColourChoice = "auto" | "always" | "never";

/** The choice that a `--color` flag names; its parser has refused other words. */
export function colourChoice(flag: string): ColourChoice {
	return flag === "always" || flag === "never" ? flag : "auto";
}

/** The variables of the environment that say something about colour and the terminal. */
export type TerminalEnvironment = {
	readonly NO_COLOR?: string | undefined;
	readonly FORCE_COLOR?: string | undefined;
	readonly TERM?: string | undefined;
};

/** SGR parameters (ECMA-48, 8.3.117) that turn a tone on and off again. Only the 16 colours that every theme sets itself. */
const SGR: Readonly<Record<Tone, readonly [on: number, off: number]>> = {
	good: [32, 39],
	warn: [33, 39],
	bad: [31, 39],
	dim: [2, 22],
	strong: [1, 22],
};

/**
 * Decides on colour. The flag beats the environment; NO_COLOR, when present and not empty (https://no-color.org), beats
 * FORCE_COLOR; then a terminal takes colour unless it calls itself dumb.
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

/** A line ready to be written: escaped, and coloured if colour is on. The only place that writes escape sequences for text. */
export function paint(text: StyledText, mode: ColourMode): string {
	return spansOf(text)
		.map(({ text: piece, tone }) => {
			if (mode === "plain" || tone === undefined || piece === "") return piece;
			const [on, off] = SGR[tone];
			return `\x1b[${on}m${piece}\x1b[${off}m`;
		})
		.join("");
}
