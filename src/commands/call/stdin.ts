/** Returns whether a value of -d stands for standard input. */
export function isStdin(value: string): boolean {
	return value === "-" || value === "@" || value === "@-";
}
