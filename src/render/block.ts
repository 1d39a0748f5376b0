import { lineWidth, type Page } from "./page.ts";
import {
	columnsOf,
	padTo,
	type Span,
	type StyledText,
	spansOf,
} from "./span.ts";
import { wrap } from "./wrap.ts";

/** A line of a block: prose, which may wrap, or text to copy in one piece (a command, a manifest). */
type BlockLine =
	| { readonly kind: "prose"; readonly text: StyledText }
	| { readonly kind: "verbatim"; readonly text: StyledText };

/** Lines after a label: `KG102 warning  …-r84bt is Ready but …`. Every further line stands under the first. */
export type Block = {
	readonly label: StyledText;
	readonly lines: readonly BlockLine[];
};

/** Returns a line of prose, which wraps at the edge of a terminal. */
export const prose = (text: StyledText): BlockLine => ({ kind: "prose", text });
/** Returns a line that wraps only on a live screen, which would cut it otherwise. */
export const verbatim = (text: StyledText): BlockLine => ({
	kind: "verbatim",
	text,
});

const GAP = 2;
/** The narrowest paragraph beside its label, in columns. A narrower one is harder to read than lines that run over the edge. */
const NARROWEST_PARAGRAPH = 24;

function layOutBlock(
	block: Block,
	labelColumns: number,
	page: Page,
): readonly (readonly Span[])[] {
	const room = Math.max(lineWidth(page) - labelColumns, NARROWEST_PARAGRAPH);
	const lines = block.lines.flatMap((line) =>
		line.kind === "prose" || page.kind === "screen"
			? wrap(line.text, room)
			: [spansOf(line.text)],
	);
	const label = padTo(block.label, labelColumns);
	const further = { text: " ".repeat(labelColumns) };
	return lines.map((line, index) =>
		index === 0 ? [...label, ...line] : [further, ...line],
	);
}

/** Returns the lines of blocks: labels in one column, texts in the next, wrapped with a hanging indent. */
export function layOutBlocks(
	blocks: readonly Block[],
	page: Page,
): readonly StyledText[] {
	const widest = Math.max(0, ...blocks.map((block) => columnsOf(block.label)));
	const labelColumns = widest === 0 ? 0 : widest + GAP;
	return blocks.flatMap((block) => layOutBlock(block, labelColumns, page));
}
