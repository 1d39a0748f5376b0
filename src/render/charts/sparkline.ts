const LEVELS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/**
 * A row of numbers as heights, the newest at the right end, at most `columns` of them. An undefined value is a gap. The
 * highest level stands for `max`, or for the largest number shown: give it where rows are to be compared.
 */
export function sparkline(
	values: readonly (number | undefined)[],
	columns: number,
	max?: number,
): string {
	const shown = columns > 0 ? values.slice(-columns) : [];
	const top = max ?? Math.max(0, ...shown.map((value) => value ?? 0));
	return shown
		.map((value) => level(value, top))
		.join("")
		.padStart(columns);
}

function level(value: number | undefined, top: number): string {
	if (value === undefined || Number.isNaN(value)) return " ";
	if (top <= 0 || value <= 0) return LEVELS[0];
	const share = Math.min(1, value / top);
	return LEVELS[Math.round(share * (LEVELS.length - 1))] ?? LEVELS[0];
}
