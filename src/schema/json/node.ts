import { shortened } from "../../cut-text.ts";

/** A JSON value with its offset in the text. A number keeps its text, so that a 64-bit integer stays exact. */
export type JsonNode =
	| {
			readonly kind: "object";
			readonly at: number;
			readonly members: readonly JsonMember[];
	  }
	| {
			readonly kind: "array";
			readonly at: number;
			readonly items: readonly JsonNode[];
	  }
	| { readonly kind: "string"; readonly at: number; readonly value: string }
	| { readonly kind: "number"; readonly at: number; readonly text: string }
	| { readonly kind: "boolean"; readonly at: number; readonly value: boolean }
	| { readonly kind: "null"; readonly at: number };

/** A name in an object and its value. `at` is the offset of the name. */
export type JsonMember = {
	readonly name: string;
	readonly at: number;
	readonly value: JsonNode;
};

/** Returns how deep values are nested. A value that contains no other is 1. */
export function nestingOf(node: JsonNode): number {
	return valuesIn(node).reduce(
		(most, value) => Math.max(most, 1 + nestingOf(value)),
		1,
	);
}

/** Returns all numbers in a value, which may be a number itself. */
export function numbersIn(
	node: JsonNode,
): readonly Extract<JsonNode, { readonly kind: "number" }>[] {
	return node.kind === "number" ? [node] : valuesIn(node).flatMap(numbersIn);
}

function valuesIn(node: JsonNode): readonly JsonNode[] {
	if (node.kind === "array") return node.items;
	return node.kind === "object" ? node.members.map(({ value }) => value) : [];
}

/** The longest quote from the input in an error message, in characters. */
const QUOTED = 40;

/** Returns the text for "got …" in a message that says what was expected. */
export function describeNode(node: JsonNode): string {
	switch (node.kind) {
		case "object":
			return "an object";
		case "array":
			return "an array";
		case "string":
			return quote(node.value);
		case "number":
			return shortened(node.text, QUOTED);
		case "boolean":
			return String(node.value);
		case "null":
			return "null";
	}
}

/** Quotes text of the input for an error message, and shortens it. */
export function quote(text: string): string {
	return JSON.stringify(shortened(text, QUOTED));
}
