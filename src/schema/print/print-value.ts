import type { OptionValue } from "./option-value.ts";
import { indented } from "./source.ts";

/** The longest message literal on one line, in characters. */
const LONGEST_LINE = 50;

/** Returns the value as source: on one line where that is short, otherwise with one line for each field. */
export function printValue(value: OptionValue): string {
	if (value.kind === "plain") return value.text;
	const line = compactValue(value);
	const isShort = line.length <= LONGEST_LINE || !canBreak(line);
	return isShort ? line : brokenValue(value);
}

/** Whether the literal has more than one field or a message inside. Any other is as readable on one line, whatever its length. */
function canBreak(line: string): boolean {
	return line.split(",").length > 2 || line.split("{").length > 2;
}

const compactValue = (value: OptionValue): string =>
	laidOut(value, compactValue, around);

const brokenValue = (value: OptionValue): string =>
	laidOut(value, printValue, aroundLines);

function laidOut(
	value: OptionValue,
	inner: (value: OptionValue) => string,
	surround: (brackets: string, items: readonly string[]) => string,
): string {
	switch (value.kind) {
		case "plain":
			return value.text;
		case "message":
			return surround(
				"{}",
				value.fields.map((field) => `${field.name}: ${inner(field.value)}`),
			);
		case "list":
			return surround("[]", value.values.map(inner));
	}
}

function around(brackets: string, items: readonly string[]): string {
	return `${brackets[0]} ${items.length === 0 ? "" : `${items.join(", ")} `}${brackets[1]}`;
}

function aroundLines(brackets: string, items: readonly string[]): string {
	const lines = items.join(",\n").split("\n");
	return [brackets[0], ...indented(lines), brackets[1]].join("\n");
}
