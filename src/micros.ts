/** Rounds milliseconds to whole microseconds. What is smaller is noise. */
export function micros(ms: number): number {
	return Math.round(ms * 1000) / 1000;
}
