import { shortened } from "../../cut-text.ts";

/** A JSON value with the place of its text, numbers as they were written: a 64-bit integer survives. */
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

/** A name in an object and what it stands for; `at` is the place of the name. */
export type JsonMember = {
	readonly name: string;
	readonly at: number;
	readonly value: JsonNode;
};

/** How many values stand inside each other at most, a value without others being one. */
export function nestingOf(node: JsonNode): number {
	return valuesIn(node).reduce(
		(most, value) => Math.max(most, 1 + nestingOf(value)),
		1,
	);
}

/** The numbers of a value, itself included. */
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

/** Names what was found instead of what was expected. */
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

/** Quotes text of the input in an error message, cut where it is long. */
export function quote(text: string): string {
	return JSON.stringify(shortened(text, QUOTED));
}
