import type { DescExtension, DescField, DescMethod } from "@bufbuild/protobuf";
import { isOpen } from "../link/open-enums.ts";
import { cppStringTypeOf } from "./cpp-string-type.ts";
import { defaultOf } from "./default-value.ts";
import { cardinalityOf } from "./field-type.ts";
import { jsonFormatOf } from "./json-format.ts";
import type { SchemaType } from "./types-of.ts";

/**
 * Returns what features of the file or of an enclosing declaration decide for a declaration. Its own source does not show that.
 */
export function inheritedFeatures(symbol: SchemaType | DescMethod): string {
	switch (symbol.kind) {
		case "message":
			return [
				jsonFormatOf(symbol),
				...symbol.fields
					.toSorted((a, b) => a.number - b.number)
					.map(fieldFeatures),
			].join(";");
		case "extension":
			return fieldFeatures(symbol);
		case "enum":
			return `${jsonFormatOf(symbol)};${isOpen(symbol) ? "open" : "closed"}`;
		case "service":
		case "rpc":
			return "";
	}
}

function fieldFeatures(field: DescField | DescExtension): string {
	const packed = field.fieldKind === "list" && field.packed ? " packed" : "";
	const delimited =
		"delimitedEncoding" in field && field.delimitedEncoding ? " delimited" : "";
	const text = cppStringTypeOf(field);
	const checked = field.utf8Validation ? "" : " any-bytes";
	// The default of a field with a closed enum changes when another value becomes the first.
	const first = field.fieldKind === "enum" ? ` ${defaultOf(field)}` : "";
	return `${field.number} ${cardinalityOf(field)}${packed}${delimited}${checked} ${text}${first}`;
}
