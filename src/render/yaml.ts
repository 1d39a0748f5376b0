import { Document, isScalar, Scalar, visit } from "yaml";
import { escapeJson, hasUnsafe } from "./escape.ts";

/** A text of one line that cannot stand without quotes, for what it starts with, ends with or has inside (YAML 1.2, 7.3.3). */
const NOT_PLAIN = /^[\s,[\]{}#&*!|>'"%@`]|^[?-]$|^[?-]\s|:\s|\s#|[\s:]$/;

/** kubectl's choice of quotes: double where something would be misread or cannot be shown, single where it would not parse. */
function quotes(text: string): Scalar.Type | undefined {
	if (hasUnsafe(text)) return Scalar.QUOTE_DOUBLE;
	return NOT_PLAIN.test(text) && !text.includes("\n")
		? Scalar.QUOTE_SINGLE
		: undefined;
}

/**
 * An object as YAML in kubectl's style (sigs.k8s.io/yaml): lists at the column of their key, double quotes where a plain
 * text would be read as something else, single quotes where it would not parse. Unlike kubectl's, keys keep their order
 * and long texts stay on one line, so that they can be searched. What a terminal would act on is written as an escape.
 */
export function printYaml(object: object): string {
	const document = new Document(object, {
		aliasDuplicateObjects: false,
		compat: "yaml-1.1",
	});
	visit(document, {
		Node(_key, node) {
			if (!isScalar(node) || typeof node.value !== "string") return;
			const type = quotes(node.value);
			if (type !== undefined) node.type = type;
		},
	});
	const text = document.toString({
		indentSeq: false,
		lineWidth: 0,
		doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
	});
	// Only double-quoted texts hold such characters by now, and YAML reads JSON's escapes in those.
	return escapeJson(text);
}
