/** protoc's ToJsonName: letters behind an underscore become capitals, and the underscores go. */
export function derivedJsonName(name: string): string {
	return name.replace(/_+([^_])?/g, (_, letter: string | undefined) =>
		(letter ?? "").toUpperCase(),
	);
}
