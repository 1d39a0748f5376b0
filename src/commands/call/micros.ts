/** Rounds milliseconds to whole microseconds. Smaller digits are noise. */
export function micros(ms: number): number {
	return Math.round(ms * 1000) / 1000;
}
