import { Box } from "ink";
import type { ReactNode } from "react";
import { columnsOf, type StyledText } from "../span.ts";
import { Lines } from "./line.tsx";

/** A part of the screen, in columns and rows of characters. The whole of it comes from ink's `useWindowSize`. */
export type Area = { readonly columns: number; readonly rows: number };

/** The lines above and below the body of a screen. */
type Edges = {
	readonly header: readonly StyledText[];
	readonly footer: readonly StyledText[];
};

/** The edges that a screen has room for: the body keeps at least a row; the header goes before the footer. */
function fitEdges(screen: Area, { header, footer }: Edges): Edges {
	const below = footer.slice(-Math.max(1, screen.rows - 1));
	const room = Math.max(0, screen.rows - below.length - 1);
	return { header: header.slice(0, room), footer: below };
}

/** What the edges leave for the body. */
export function bodyArea(screen: Area, edges: Edges): Area {
	const { header, footer } = fitEdges(screen, edges);
	const rows = screen.rows - header.length - footer.length;
	return { columns: screen.columns, rows: Math.max(1, rows) };
}

/** A whole screen: lines at the top, lines at the bottom, the body between them in the area that {@link bodyArea} gives. */
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
	const { header, footer } = fitEdges(screen, edges);
	return (
		<Box flexDirection="column" width={columns} height={rows} overflow="hidden">
			<Lines lines={header} columns={columns} />
			<Box
				flexDirection="column"
				height={bodyArea(screen, edges).rows}
				overflow="hidden"
			>
				{children}
			</Box>
			<Lines lines={footer} columns={columns} />
		</Box>
	);
}

/** A line with something at either end; the right one goes when both do not fit. */
export function twoEnds(
	left: StyledText,
	right: StyledText,
	columns: number,
): StyledText {
	const between = columns - columnsOf(left) - columnsOf(right);
	return between < 2 ? left : [left, " ".repeat(between), right];
}
