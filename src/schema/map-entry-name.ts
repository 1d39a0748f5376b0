import { derivedJsonName } from "./derived-json-name.ts";

/** Returns the name that protoc gives to the entry message of a map field (MapEntryName): `LabelsEntry` for `labels`. */
export function mapEntryName(field: string): string {
	const camel = derivedJsonName(field);
	return `${camel.charAt(0).toUpperCase()}${camel.slice(1)}Entry`;
}
