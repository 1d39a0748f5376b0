import type { DescExtension, DescField, DescMethod } from "@bufbuild/protobuf";
import { isOpen } from "../link/open-enums.ts";
import { cppStringTypeOf } from "./cpp-string-type.ts";
import { defaultOf } from "./default-value.ts";
import { cardinalityOf } from "./field-type.ts";
import { jsonFormatOf } from "./json-format.ts";
import type { SchemaType } from "./types-of.ts";

/** What features of the whole file or message decide of a declaration, which its own source does not show. */
export function meaningOf(symbol: SchemaType | DescMethod): string {
	switch (symbol.kind) {
		case "message":
			return [
				jsonFormatOf(symbol),
				...symbol.fields
					.toSorted((a, b) => a.number - b.number)
					.map(fieldMeaning),
			].join(";");
		case "extension":
			return fieldMeaning(symbol);
		case "enum":
			return `${jsonFormatOf(symbol)};${isOpen(symbol) ? "open" : "closed"}`;
		case "service":
		case "rpc":
			return "";
	}
}

function fieldMeaning(field: DescField | DescExtension): string {
	const packed = field.fieldKind === "list" && field.packed ? " packed" : "";
	const delimited =
		"delimitedEncoding" in field && field.delimitedEncoding ? " delimited" : "";
	const text = cppStringTypeOf(field);
	const checked = field.utf8Validation ? "" : " any-bytes";
	// A field whose enum can be closed has another default where another value stands first.
	const first = field.fieldKind === "enum" ? ` ${defaultOf(field)}` : "";
	return `${field.number} ${cardinalityOf(field)}${packed}${delimited}${checked} ${text}${first}`;
}
