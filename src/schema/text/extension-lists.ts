import type { Registry } from "@bufbuild/protobuf";
import { type TextToken, tokenize } from "./tokens.ts";

/** A text with no more extensions is left as it is. */
const FEW_EXTENSIONS = 250;
/** Decoders refuse deeper messages. */
const MOST_DEPTH = 100;

/**
 * Joins what a message sets of a repeated extension into one list: `[p.x]: 1 [p.x]: 2` becomes `[p.x]: [1, 2]`, which means the same.
 * protobuf-es 2.17 reads all that the extension has anew for each value, which takes minutes for 20,000. A text with few extensions,
 * or one that is no text format, stays as it is.
 */
export function withExtensionLists(text: string, registry: Registry): string {
	if (text.split("[").length <= FEW_EXTENSIONS) return text;
	const reading = { tokens: tokenize(text), at: 0, registry, joined: 0 };
	const joined = fields(reading, 0);
	const isRead = reading.at === reading.tokens.length && reading.joined > 0;
	return isRead ? (joined ?? text) : text;
}

type Reading = {
	readonly tokens: readonly TextToken[];
	/** The index of the next token. */
	at: number;
	readonly registry: Registry;
	/** How often an extension was joined to one before it. */
	joined: number;
};

/** A value as written, and its elements: those of a list, or the value alone. */
type Value = { readonly text: string; readonly elements: readonly string[] };

/** Returns the fields of a message, joined; undefined where they cannot be read. */
function fields(reading: Reading, depth: number): string | undefined {
	if (depth > MOST_DEPTH) return undefined;
	const texts: (() => string)[] = [];
	const lists = new Map<string, string[]>();
	while (!isAt(reading, "}", ">", undefined)) {
		const name = fieldName(reading);
		const colon = isAt(reading, ":") ? next(reading) : "";
		const kind = listKindOf(name, reading.registry);
		// Only messages may stand behind a name without a colon.
		if (colon === "" && (kind === "scalar" || kind === "enum"))
			return undefined;
		const value = fieldValue(reading, depth);
		if (value === undefined) return undefined;
		if (isAt(reading, ",", ";")) reading.at += 1;
		const list = lists.get(name);
		if (list !== undefined) {
			reading.joined += 1;
			for (const one of value.elements) list.push(one);
		} else if (kind !== undefined) {
			const elements = [...value.elements];
			lists.set(name, elements);
			texts.push(() => `${name}: [${elements.join(", ")}]`);
		} else texts.push(() => `${name}${colon} ${value.text}`);
	}
	return texts.map((text) => text()).join(" ");
}

function fieldName(reading: Reading): string {
	const isBracketed = isAt(reading, "[");
	let name = next(reading);
	while (isBracketed && !name.endsWith("]") && !isAt(reading, undefined))
		name += next(reading);
	return name;
}

/** Returns what a repeated extension has; undefined for any other field. */
function listKindOf(name: string, registry: Registry) {
	const extension = /^\[(.*)\]$/.exec(name)?.[1];
	const found = extension && registry.getExtension(extension);
	return found && found.fieldKind === "list" ? found.listKind : undefined;
}

function fieldValue(reading: Reading, depth: number): Value | undefined {
	if (!isAt(reading, "[")) {
		const text = element(reading, depth);
		return text === undefined ? undefined : { text, elements: [text] };
	}
	reading.at += 1;
	const elements: string[] = [];
	while (!isAt(reading, "]")) {
		if (elements.length > 0 && next(reading) !== ",") return undefined;
		const one = element(reading, depth);
		if (one === undefined) return undefined;
		elements.push(one);
	}
	reading.at += 1;
	return { text: `[${elements.join(", ")}]`, elements };
}

const CLOSING: Readonly<Record<string, string>> = { "{": "}", "<": ">" };

function element(reading: Reading, depth: number): string | undefined {
	if (isAt(reading, "[", "]", "}", ">", ",", ";", ":", undefined))
		return undefined;
	const first = next(reading);
	const closing = CLOSING[first];
	if (closing !== undefined) {
		const inner = fields(reading, depth + 1);
		const isClosed = inner !== undefined && next(reading) === closing;
		return isClosed ? `${first} ${inner} ${closing}` : undefined;
	}
	if (first === "-") return first + next(reading);
	const words = [first];
	// Strings behind each other are one value.
	while (/^["']/.test(first) && /^["']/.test(peek(reading) ?? ""))
		words.push(next(reading));
	return words.join(" ");
}

function peek({ tokens, at }: Reading): string | undefined {
	return tokens[at]?.text;
}

function isAt(reading: Reading, ...texts: (string | undefined)[]): boolean {
	return texts.includes(peek(reading));
}

/** Takes the next token. Empty at the end. */
function next(reading: Reading): string {
	const token = peek(reading) ?? "";
	reading.at += 1;
	return token;
}
