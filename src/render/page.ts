import type { StyledText } from "./span.ts";
import {
	type ColourChoice,
	type ColourMode,
	colourMode,
	paint,
	type TerminalEnvironment,
} from "./style.ts";

/**
 * What output is written to. A pipe has no width, so output to it is not wrapped or cut. A terminal continues a long line in the
 * next row, and a live screen cuts it.
 */
export type Page =
	| {
			readonly kind: "terminal" | "screen";
			readonly columns: number;
			readonly colour: ColourMode;
	  }
	| { readonly kind: "pipe"; readonly colour: ColourMode };

/** The properties of a stream that decide its page. `process.stdout` and `process.stderr` have them. */
export type OutputStream = {
	readonly isTTY?: boolean;
	readonly columns?: number;
};

const DEFAULT_COLUMNS = 80;

/** Returns the page of a stream. A terminal without a width, as in some containers, counts as 80 columns. */
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

/** Returns the widest line of the page, in columns. */
export function lineWidth(page: Page): number {
	return page.kind === "pipe" ? Number.POSITIVE_INFINITY : page.columns;
}

/** Returns lines as text, each with its line break. */
export function printLines(lines: readonly StyledText[], page: Page): string {
	return lines.map((line) => `${paint(line, page.colour)}\n`).join("");
}

/** The parts of a process that a live screen needs. */
type ScreenContext = {
	readonly stdin: { readonly isTTY?: boolean };
	readonly stdout: OutputStream;
	readonly env: TerminalEnvironment;
};

/** Whether a live screen can run: input and output are a terminal that can move its cursor. */
export function takesLiveScreen(context: ScreenContext): boolean {
	const { stdout, env } = context;
	if (stdout.isTTY !== true || env.TERM === "dumb") return false;
	// Node opens standard input at the first look at it, which takes milliseconds.
	return context.stdin.isTTY === true;
}
