/** What `-o` may name. `jsonpath` stands for its three forms: `jsonpath=`, `jsonpath-as-json=` and `jsonpath-file=`. */
export type OutputName =
	| "table"
	| "wide"
	| "json"
	| "yaml"
	| "name"
	| "jsonpath"
	| "junit";

/** The formats as a user types them: `table, json, jsonpath=TEMPLATE`. */
export function spellFormats(names: readonly OutputName[]): string {
	return names
		.map((name) => (name === "jsonpath" ? "jsonpath=TEMPLATE" : name))
		.join(", ");
}
