const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** An amount of bytes as a reader compares it: `850 B`, `4.1 KiB`, `12 MiB`. */
export function formatBytes(bytes: number): string {
	let value = bytes;
	let unit = 0;
	// What would be rounded to 1024 is one of the next.
	while (Math.round(value) >= 1024 && unit < UNITS.length - 1) {
		value /= 1024;
		unit++;
	}
	const digits = unit > 0 && value < 9.95 ? 1 : 0;
	return `${value.toFixed(digits)} ${UNITS[unit]}`;
}
