import {
	bad,
	columnsOf,
	dim,
	good,
	padTo,
	type StyledText,
	strong,
} from "../../render/span.ts";
import { breaksText } from "./breaks-text.ts";
import type { DifferenceReport, SchemaDiff } from "./report.ts";

/** The widest symbol that still lets the verdicts stand in a column. */
const WIDEST_SYMBOL = 48;

/** What differs: a heading a symbol, and the lines of its source that changed. */
export function differenceLines(
	{ differences }: SchemaDiff,
	layout: "table" | "wide",
): readonly StyledText[] {
	const widest = Math.max(
		0,
		...differences.map(({ symbol }) => columnsOf(symbol)),
	);
	const width = Math.min(widest, WIDEST_SYMBOL);
	return differences.flatMap((difference) => [
		"",
		[
			...padTo(strong(difference.symbol), width),
			`   ${difference.from} → ${difference.to}   `,
			...changeText(difference),
		],
		...hunkLines(difference),
		...(layout === "wide"
			? difference.rules.map(({ rule, reason }) => dim(`  ${rule}: ${reason}`))
			: []),
	]);
}

function changeText({
	change,
	from,
	to,
	breaks,
}: DifferenceReport): readonly StyledText[] {
	const verdictText = breaks.length > 0 ? breaksText(breaks) : undefined;
	switch (change) {
		case "added":
			return [`only in ${to}`];
		case "removed":
			return [
				`only in ${from}`,
				...(verdictText === undefined ? [] : [", ", verdictText]),
			];
		case "changed":
			return [verdictText ?? good("compatible")];
	}
}

function hunkLines({ lines, change }: DifferenceReport): readonly StyledText[] {
	// What only one side has is told by its name; its source is for whoever asks `describe`.
	if (change !== "changed") return [];
	return lines.map(({ side, text }) =>
		side === "before" ? bad(`  - ${text.trim()}`) : good(`  + ${text.trim()}`),
	);
}
