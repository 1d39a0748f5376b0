/** A duration as kubectl shows ages: `45s`, `3m20s`, `5d` (apimachinery's HumanDuration). */
export function humanDuration(durationMs: number): string {
	const seconds = Math.trunc(durationMs / 1000);
	if (seconds < -1) return "<invalid>";
	if (seconds < 120) return `${Math.max(0, seconds)}s`;
	const minutes = Math.floor(seconds / 60);
	if (minutes < 10) return pair(minutes, "m", seconds % 60, "s");
	if (minutes < 180) return `${minutes}m`;
	const hours = Math.floor(minutes / 60);
	if (hours < 8) return pair(hours, "h", minutes % 60, "m");
	if (hours < 48) return `${hours}h`;
	const days = Math.floor(hours / 24);
	if (hours < 192) return pair(days, "d", hours % 24, "h");
	return `${days}d`;
}

function pair(
	large: number,
	largeUnit: string,
	small: number,
	smallUnit: string,
): string {
	return `${large}${largeUnit}${small === 0 ? "" : `${small}${smallUnit}`}`;
}

/** How long ago an RFC 3339 instant was; `<unknown>` for none. */
export function ageOf(instant: string | undefined): string {
	return instant === undefined
		? "<unknown>"
		: humanDuration(Date.now() - Date.parse(instant));
}
