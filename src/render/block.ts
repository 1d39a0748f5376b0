import { lineWidth, type Page } from "./page.ts";
import {
	columnsOf,
	padTo,
	type Span,
	type StyledText,
	spansOf,
} from "./span.ts";
import { wrap } from "./wrap.ts";

/** A line of a block: prose, which may be wrapped, or what is to be copied in one piece (a command, a manifest). */
type BlockLine =
	| { readonly kind: "prose"; readonly text: StyledText }
	| { readonly kind: "verbatim"; readonly text: StyledText };

/** Lines behind a label: `KG102 warning  …-r84bt is Ready but …`, every further line under the first. */
export type Block = {
	readonly label: StyledText;
	readonly lines: readonly BlockLine[];
};

/** A sentence, wrapped where the terminal ends. */
export const prose = (text: StyledText): BlockLine => ({ kind: "prose", text });
/** A line that stays one line however long it is, save where its end would not be seen. */
export const verbatim = (text: StyledText): BlockLine => ({
	kind: "verbatim",
	text,
});

const GAP = 2;
/** Below this a paragraph beside its label reads worse than one that runs over the edge. */
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

/** Lays out blocks with their labels in one column and their text in the next, wrapped with a hanging indent. */
export function layOutBlocks(
	blocks: readonly Block[],
	page: Page,
): readonly StyledText[] {
	const widest = Math.max(0, ...blocks.map((block) => columnsOf(block.label)));
	const labelColumns = widest === 0 ? 0 : widest + GAP;
	return blocks.flatMap((block) => layOutBlock(block, labelColumns, page));
}
