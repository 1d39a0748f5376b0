/** The names that `-o` accepts. `jsonpath` includes three forms: `jsonpath=`, `jsonpath-as-json=` and `jsonpath-file=`. */
export type OutputName =
	| "table"
	| "wide"
	| "json"
	| "yaml"
	| "name"
	| "jsonpath"
	| "junit";

/** Returns the formats as users type them: `table, json, jsonpath=TEMPLATE`. */
export function spellFormats(names: readonly OutputName[]): string {
	return names
		.map((name) => (name === "jsonpath" ? "jsonpath=TEMPLATE" : name))
		.join(", ");
}
