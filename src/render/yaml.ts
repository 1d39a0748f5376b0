import { Document, isScalar, parse, Scalar, visit } from "yaml";
import { escapeJson, hasUnsafe } from "./escape.ts";

/** How every text starts that YAML 1.1 may take for a number, a time, a truth value or nothing. */
const MAYBE_OTHER = /^(?:$|[-+.~\d]|(?:null|true|false|yes|no|on|off|y|n)$)/i;

/** Whether a plain text would be read as something else than a text. */
function readsAsOther(text: string): boolean {
	if (!MAYBE_OTHER.test(text)) return false;
	try {
		const read: unknown = parse(text, { version: "1.1", logLevel: "silent" });
		const isCollection = Array.isArray(read) || read?.constructor === Object;
		return typeof read !== "string" && !isCollection;
	} catch {
		return false;
	}
}

/**
 * An object as YAML in kubectl's style (sigs.k8s.io/yaml): lists at the column of their key, double quotes where a plain
 * text would be read as something else, single quotes where it would not parse. Unlike kubectl's, keys keep their order
 * and long texts stay on one line, so that they can be searched. What a terminal would act on is written as an escape.
 */
export function printYaml(object: object): string {
	const document = new Document(object, { aliasDuplicateObjects: false });
	visit(document, {
		Node(_key, node) {
			if (!isScalar(node) || typeof node.value !== "string") return;
			if (hasUnsafe(node.value) || readsAsOther(node.value))
				node.type = Scalar.QUOTE_DOUBLE;
		},
	});
	const text = document.toString({
		indentSeq: false,
		lineWidth: 0,
		singleQuote: true,
		doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
	});
	// Only double-quoted texts hold such characters by now, and YAML reads JSON's escapes in those.
	return escapeJson(text);
}
