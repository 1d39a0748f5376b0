import type {
	JsonPathList,
	JsonPathNode,
	JsonPathTemplate,
	SliceBound,
} from "./node.ts";
import { createScanner, endsName, refuse, type Scanner } from "./scanner.ts";
import { unquote } from "./unquote.ts";

const DICTIONARY_KEY = /^'([^']*)'$/;
const SLICE = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/;
const COMPARISON = /^([^!<>=]+)([!<>=]+)([^\n]+)$/;
const NAME_START = /^[_\p{L}\p{Nd}]$/u;
const NUMBER_START = /^[+\-\p{Nd}]$/u;

/**
 * Parses kubectl's JSONPath templates as k8s.io/client-go/util/jsonpath/parser.go does: text with actions in braces. Each action
 * is a path, a quoted text, `range` or `end`.
 * @throws PluginError `usage` with the reason
 */
export function parseTemplate(text: string): JsonPathTemplate {
	const scan = createScanner(text);
	const nodes: JsonPathNode[] = [];
	for (;;) {
		if (scan.at("{")) {
			appendText(nodes, scan.take());
			scan.skip(1);
			scan.take();
			nodes.push({ kind: "list", nodes: parseAction(scan) });
		} else if (scan.next() === "") {
			appendText(nodes, scan.take());
			return nodes;
		}
	}
}

function appendText(nodes: JsonPathNode[], text: string): void {
	if (text !== "") nodes.push({ kind: "text", text });
}

/** Returns the first action of a text that it puts in braces: the inside of a filter or of brackets. */
function parseInner(text: string): JsonPathList {
	const first = parseTemplate(`{${text}}`)[0];
	return first?.kind === "list" ? first : refuse(`${text} is no path`);
}

/** Returns the nodes up to the closing brace. */
function parseAction(scan: Scanner): readonly JsonPathNode[] {
	const nodes: JsonPathNode[] = [];
	while (!scan.at("}")) nodes.push(...parseStep(scan, nodes.at(-1)));
	scan.skip(1);
	scan.take();
	return nodes;
}

function parseStep(
	scan: Scanner,
	before: JsonPathNode | undefined,
): readonly JsonPathNode[] {
	if (scan.at("[?(")) return [parseFilter(scan)];
	if (scan.at("..")) return parseRecursive(scan, before);
	const character = scan.next();
	switch (character) {
		case "":
		case "\r":
		case "\n":
			return refuse("an action is not closed by }");
		case " ":
		case "@":
		case "$":
			scan.take();
			return [];
		case "[":
			return parseBrackets(scan);
		case '"':
		case "'":
			return [parseQuoted(scan, character)];
		case ".":
			return [parseField(scan)];
	}
	scan.back();
	if (NUMBER_START.test(character)) return [parseNumber(scan)];
	if (NAME_START.test(character)) return [parseWord(scan)];
	return refuse(`${character} does not belong into an action`);
}

function parseWord(scan: Scanner): JsonPathNode {
	while (!endsName(scan.next()));
	scan.back();
	const word = scan.take();
	return word === "true" || word === "false"
		? { kind: "literal", value: word === "true" }
		: { kind: "identifier", name: word };
}

function parseRecursive(
	scan: Scanner,
	before: JsonPathNode | undefined,
): readonly JsonPathNode[] {
	if (before?.kind === "recursive") refuse(".. stands twice");
	scan.skip(2);
	scan.take();
	const next = scan.next();
	scan.back();
	const recursive: JsonPathNode = { kind: "recursive" };
	return NAME_START.test(next) ? [recursive, parseField(scan)] : [recursive];
}

function parseNumber(scan: Scanner): JsonPathNode {
	scan.next();
	while (/^[.\p{Nd}]$/u.test(scan.next()));
	scan.back();
	const text = scan.take();
	if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) refuse(`${text} is no number`);
	return { kind: "literal", value: Number(text) };
}

function parseField(scan: Scanner): JsonPathNode {
	scan.take();
	for (;;) {
		const character = scan.next();
		if (character === "\\") scan.next();
		else if (endsName(character)) break;
	}
	scan.back();
	const name = scan.take();
	return name === "*"
		? { kind: "wildcard" }
		: { kind: "field", name: name.replaceAll("\\", "") };
}

function parseQuoted(scan: Scanner, quote: string): JsonPathNode {
	for (;;) {
		const character = scan.next();
		if (character === "" || character === "\n")
			refuse("a quoted text does not end");
		if (character === quote && scan.previous() !== "\\") break;
	}
	return { kind: "text", text: unquote(scan.take()) };
}

function parseBrackets(scan: Scanner): readonly JsonPathNode[] {
	for (;;) {
		const character = scan.next();
		if (character === "" || character === "\n") refuse("[ is not closed by ]");
		if (character === "]") break;
	}
	const inside = scan.take().slice(1, -1);
	const text = inside === "*" ? ":" : inside;
	const parts = text.split(",");
	if (parts.length > 1) {
		const branches = parts.map((part) =>
			parseInner(`[${part.replace(/^ +| +$/g, "")}]`),
		);
		return [{ kind: "union", branches }];
	}
	const key = DICTIONARY_KEY.exec(text)?.[1];
	return key === undefined ? [parseSlice(text)] : parseInner(`.${key}`).nodes;
}

function parseBound(text: string | undefined): SliceBound {
	const digits = text?.replace(/^:/, "") ?? "";
	if (digits === "-") refuse(`array index ${digits} is not a number`);
	return { value: digits === "" ? undefined : Number(digits) };
}

function parseSlice(text: string): JsonPathNode {
	const match = SLICE.exec(text) ?? refuse(`${text} is no array index`);
	const start = parseBound(match[1]);
	const end: SliceBound =
		match[2] === undefined
			? { value: (start.value ?? 0) + 1, derived: true }
			: parseBound(match[2]);
	return { kind: "slice", start, end, step: parseBound(match[3]) };
}

function parseFilter(scan: Scanner): JsonPathNode {
	scan.skip(3);
	scan.take();
	readFilter(scan);
	if (scan.next() !== "]") refuse("a filter is not closed by )]");
	const text = scan.take().slice(0, -2);
	const comparison = COMPARISON.exec(text);
	if (comparison === null) return { kind: "exists", path: parseInner(text) };
	const [, left = "", operator = "", right = ""] = comparison;
	return {
		kind: "compare",
		left: parseInner(left),
		operator,
		right: parseInner(right),
	};
}

/** Reads up to the parenthesis that closes a filter. As in client-go, one quoted text inside it may contain a parenthesis. */
function readFilter(scan: Scanner): void {
	let quote = "";
	let state: "before" | "inside" | "after" = "before";
	for (;;) {
		const character = scan.next();
		if (character === "" || character === "\n") refuse("a filter does not end");
		if (character === ")" && state !== "inside") return;
		if (character !== '"' && character !== "'") continue;
		if (state === "before") {
			quote = character;
			state = "inside";
		} else if (character === quote && scan.previous() !== "\\") state = "after";
	}
}
