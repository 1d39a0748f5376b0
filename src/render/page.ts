import type { StyledText } from "./span.ts";
import {
	type ColourChoice,
	type ColourMode,
	colourMode,
	paint,
	type TerminalEnvironment,
} from "./style.ts";

/**
 * What output is written on. A pipe has no width: nothing that goes into one is wrapped or cut. A terminal goes on with a long line in
 * the next one, a live screen cuts it.
 */
export type Page =
	| {
			readonly kind: "terminal" | "screen";
			readonly columns: number;
			readonly colour: ColourMode;
	  }
	| { readonly kind: "pipe"; readonly colour: ColourMode };

/** What is asked of a stream to know what it is: `process.stdout` and `process.stderr` fit. */
export type OutputStream = {
	readonly isTTY?: boolean;
	readonly columns?: number;
};

const DEFAULT_COLUMNS = 80;

/** Describes a stream as a page. A terminal that does not know its width, as in some containers, counts as 80 columns. */
export function pageOf(
	stream: OutputStream,
	environment: TerminalEnvironment,
	choice: ColourChoice = "auto",
): Page {
	const colour = colourMode(stream, environment, choice);
	if (stream.isTTY !== true) return { kind: "pipe", colour };
	return {
		kind: "terminal",
		columns: stream.columns || DEFAULT_COLUMNS,
		colour,
	};
}

/** The widest line that the page takes, in columns. */
export function lineWidth(page: Page): number {
	return page.kind === "pipe" ? Number.POSITIVE_INFINITY : page.columns;
}

/** Lines as text to write, each with its line break. */
export function printLines(lines: readonly StyledText[], page: Page): string {
	return lines.map((line) => `${paint(line, page.colour)}\n`).join("");
}

/** Whether a live screen can run here: both ends are a terminal, and one that can move its cursor. */
export function takesLiveScreen(
	input: { readonly isTTY?: boolean },
	output: OutputStream,
	environment: TerminalEnvironment,
): boolean {
	return (
		input.isTTY === true && output.isTTY === true && environment.TERM !== "dumb"
	);
}
