import { Box, Text } from "ink";
import { createContext, useContext } from "react";
import { cutTo, type StyledText } from "../span.ts";
import { type ColourMode, paint } from "../style.ts";

/** Whether live screens are coloured. `runScreen` sets it once; ink's own detection is not used. */
export const ColourContext = createContext<ColourMode>("plain");

/** Shows one line, cut at the edge of the screen. */
function Line({
	text,
	columns,
}: {
	readonly text: StyledText;
	readonly columns: number;
}) {
	const colour = useContext(ColourContext);
	// ink gives empty text no height.
	return (
		<Text wrap="truncate">{paint(cutTo(text, columns), colour) || " "}</Text>
	);
}

/** Shows lines below each other, at most `rows` of them. */
export function Lines({
	lines,
	columns,
	rows = lines.length,
}: {
	readonly lines: readonly StyledText[];
	readonly columns: number;
	readonly rows?: number;
}) {
	return (
		<Box flexDirection="column" flexShrink={0}>
			{lines.slice(0, Math.max(0, rows)).map((line, index) => (
				<Line key={index} text={line} columns={columns} />
			))}
		</Box>
	);
}
