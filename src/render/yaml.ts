import { Document, isScalar, Scalar, visit } from "yaml";
import { escapeJson, hasUnsafe } from "./escape.ts";

/**
 * A text of one line that needs quotes because of its start, its end or its inside (YAML 1.2, 7.3.3), or because it is the `=` of
 * YAML 1.1, which PyYAML refuses without quotes.
 */
const NOT_PLAIN = /^[\s,[\]{}#&*!|>'"%@`]|^[?=-]$|^[?-]\s|:\s|\s#|[\s:]$/;

/** Returns the quotes that kubectl chooses: double where the text would be misread or not be shown, single where it would not parse. */
function quotes(text: string): Scalar.Type | undefined {
	if (hasUnsafe(text)) return Scalar.QUOTE_DOUBLE;
	return NOT_PLAIN.test(text) && !text.includes("\n")
		? Scalar.QUOTE_SINGLE
		: undefined;
}

/**
 * Returns an object as YAML in kubectl's style (sigs.k8s.io/yaml): lists in the column of their key, double quotes where a plain
 * text would be misread, single quotes where it would not parse. Unlike in kubectl, keys keep their order, and a long text stays
 * on one line so that users can search it. What a terminal would act on is written as an escape.
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
	// Only double-quoted texts have such characters at this point, and YAML reads JSON's escapes in them.
	return escapeJson(text);
}
