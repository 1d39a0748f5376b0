/** Returns the local time of day, which people compare with their logs: `23:22:54`. */
export function clockTime(date: Date): string {
	return [date.getHours(), date.getMinutes(), date.getSeconds()]
		.map(twoDigits)
		.join(":");
}

/** Writes a part of a date with two digits. */
export const twoDigits = (part: number): string =>
	String(part).padStart(2, "0");
