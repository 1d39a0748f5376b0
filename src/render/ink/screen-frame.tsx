import { Box } from "ink";
import type { ReactNode } from "react";
import { columnsOf, type StyledText } from "../span.ts";
import { Lines } from "./line.tsx";

/** A part of the screen, in columns and rows of characters. ink's `useWindowSize` gives the whole screen. */
export type Area = { readonly columns: number; readonly rows: number };

/** The lines above and below the body of a screen. */
type Edges = {
	readonly header: readonly StyledText[];
	readonly footer: readonly StyledText[];
};

/** The numbers of lines above and below the body of a screen. */
type EdgeRows = { readonly [Edge in keyof Edges]: number };

/** Returns how many lines of the edges fit on the screen. The body keeps at least one row; the header is cut before the footer. */
function fitEdges({ rows }: Area, { header, footer }: EdgeRows): EdgeRows {
	const below = Math.min(footer, Math.max(1, rows - 1));
	const room = Math.max(0, rows - below - 1);
	return { header: Math.min(header, room), footer: below };
}

/** Returns the area of the body between edges of so many lines. */
export function bodyArea(screen: Area, edges: EdgeRows): Area {
	const { header, footer } = fitEdges(screen, edges);
	const rows = screen.rows - header - footer;
	return { columns: screen.columns, rows: Math.max(1, rows) };
}

/** Shows a whole screen: header, body and footer. The body has the area that {@link bodyArea} returns. */
export function ScreenFrame({
	screen,
	edges,
	children,
}: {
	readonly screen: Area;
	readonly edges: Edges;
	readonly children: ReactNode;
}) {
	const { columns, rows } = screen;
	const { header, footer } = edges;
	const lengths = { header: header.length, footer: footer.length };
	const fitting = fitEdges(screen, lengths);
	return (
		<Box flexDirection="column" width={columns} height={rows} overflow="hidden">
			<Lines lines={header} columns={columns} rows={fitting.header} />
			<Box
				flexDirection="column"
				height={bodyArea(screen, lengths).rows}
				overflow="hidden"
			>
				{children}
			</Box>
			<Lines
				lines={footer.slice(footer.length - fitting.footer)}
				columns={columns}
			/>
		</Box>
	);
}

/**
 * Returns a line with a text at each end. Both ends come in several forms, the longest first. It takes the first pair that fits,
 * with the left end as long as possible. Where no pair fits, it returns the last left end alone.
 */
export function twoEnds(
	lefts: readonly StyledText[],
	rights: readonly StyledText[],
	columns: number,
): StyledText {
	for (const left of lefts)
		for (const right of rights) {
			const widthOfRight = columnsOf(right);
			const between = columns - columnsOf(left) - widthOfRight;
			if (widthOfRight === 0 && between >= 0) return left;
			if (between >= 2) return [left, " ".repeat(between), right];
		}
	return lefts.at(-1) ?? "";
}
