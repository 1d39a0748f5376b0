/** Returns the JSON name that protoc derives (ToJsonName): it drops underscores and capitalizes the letter after each. */
export function derivedJsonName(name: string): string {
	return name.replace(/_+([^_])?/g, (_, letter: string | undefined) =>
		(letter ?? "").toUpperCase(),
	);
}
