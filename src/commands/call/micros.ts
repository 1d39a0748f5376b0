/** Milliseconds to the microsecond: what is below is noise. */
export function micros(ms: number): number {
	return Math.round(ms * 1000) / 1000;
}
