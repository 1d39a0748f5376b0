import { Box, Text } from "ink";
import { createContext, useContext } from "react";
import { cutTo, type StyledText } from "../span.ts";
import { type ColourMode, paint } from "../style.ts";

/** Whether live screens are coloured. Set once, by `runScreen`; ink's own guess about the terminal is not asked. */
export const ColourContext = createContext<ColourMode>("plain");

/** One line, cut at the edge of the screen. */
function Line({
	text,
	columns,
}: {
	readonly text: StyledText;
	readonly columns: number;
}) {
	const colour = useContext(ColourContext);
	// Text without content has no height in ink.
	return (
		<Text wrap="truncate">{paint(cutTo(text, columns), colour) || " "}</Text>
	);
}

/** Lines one under the other, at most `rows` of them. */
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
