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

/** Verdicts line up after symbols of at most this width, in columns. */
const WIDEST_SYMBOL = 48;

/** Returns the lines about the differences: for each symbol a heading, and the changed lines of its source. */
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
	// A declaration that only one side has is only named: `describe` prints its source.
	if (change !== "changed") return [];
	return lines.map(({ side, text }) =>
		side === "before" ? bad(`  - ${text.trim()}`) : good(`  + ${text.trim()}`),
	);
}
