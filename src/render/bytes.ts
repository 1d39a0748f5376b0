const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** Returns an amount of bytes in a form that is easy to compare: `850 B`, `4.1 KiB`, `12 MiB`. */
export function formatBytes(bytes: number): string {
	let value = bytes;
	let unit = 0;
	// A value that rounds to 1024 becomes 1 of the next unit.
	while (Math.round(value) >= 1024 && unit < UNITS.length - 1) {
		value /= 1024;
		unit++;
	}
	const digits = unit > 0 && value < 9.95 ? 1 : 0;
	return `${value.toFixed(digits)} ${UNITS[unit]}`;
}
