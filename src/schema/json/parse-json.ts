import { fieldPath, type Refuse, SEPARATELY } from "../fault/input-fault.ts";
import { type JsonMember, type JsonNode, quote } from "./node.ts";
import { createStringScanner, type StringScanner } from "./scan-string.ts";

/** How deep objects and arrays may nest. Messages nest 100 deep, and each adds two levels at most: its object, and a list or map. */
const MAX_NESTING = 200;

const BLANK = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/y;
/** A name without quotes, as in JavaScript. */
const NAME = /[A-Za-z_]\w*/y;
const WORD = /[\w.+-]+|./suy;
/** How comments begin. A path without quotes begins with a slash too, and a colour with a hash. */
const COMMENT = /^(?:\/[/*]|#(?:\s|$))/;

/** A text that is read, and how far. */
type Input = {
	readonly text: string;
	readonly refuse: Refuse;
	readonly scanString: StringScanner;
	/** The offset of the next character. */
	at: number;
};

/**
 * Parses a text that is one JSON value (RFC 8259) and keeps the offset of each part. A name may not repeat in an object, as
 * ProtoJSON demands. Faults go to `refuse`.
 */
export function parseJson(text: string, refuse: Refuse): JsonNode {
	const scanString = createStringScanner(text, refuse);
	const input: Input = { text, refuse, scanString, at: 0 };
	const value = readValue(input, "", 1);
	if (peek(input) !== "") expected(input, "the end of the value", "");
	return value;
}

function readValue(input: Input, path: string, depth: number): JsonNode {
	const first = peek(input);
	const { at } = input;
	if (depth > MAX_NESTING)
		input.refuse({ at, path, problem: `nested more than ${MAX_NESTING} deep` });
	if (first === "{")
		return { kind: "object", at, members: readMembers(input, path, depth) };
	if (first === "[")
		return { kind: "array", at, items: readItems(input, path, depth) };
	if (first === '"')
		return { kind: "string", at, value: readString(input, path) };
	const number = match(input, NUMBER);
	if (number !== undefined) return { kind: "number", at, text: number };
	return readLiteral(input, path);
}

function readLiteral(input: Input, path: string): JsonNode {
	const { at } = input;
	const word = match(input, WORD);
	if (word === "null") return { kind: "null", at };
	if (word === "true" || word === "false")
		return { kind: "boolean", at, value: word === "true" };
	input.at = at;
	return expected(input, "a JSON value", path);
}

function readItems(
	input: Input,
	path: string,
	depth: number,
): readonly JsonNode[] {
	const items: JsonNode[] = [];
	input.at++;
	if (take(input, "]")) return items;
	do items.push(readValue(input, `${path}[${items.length}]`, depth + 1));
	while (goesOn(input, "]", path));
	return items;
}

function readMembers(
	input: Input,
	path: string,
	depth: number,
): readonly JsonMember[] {
	const members = new Map<string, JsonMember>();
	input.at++;
	if (take(input, "}")) return [];
	do {
		const member = readMember(input, path, depth);
		if (members.has(member.name)) refuseRepeated(input, member, path);
		members.set(member.name, member);
	} while (goesOn(input, "}", path));
	return [...members.values()];
}

function readMember(input: Input, path: string, depth: number): JsonMember {
	if (peek(input) !== '"') refuseName(input, path);
	const { at } = input;
	const name = readString(input, path);
	const inside = fieldPath(path, name);
	if (!take(input, ":")) expected(input, '":"', inside);
	return { name, at, value: readValue(input, inside, depth + 1) };
}

function readString(input: Input, path: string): string {
	const { value, end } = input.scanString(input.at, path);
	input.at = end;
	return value;
}

/** Takes the comma before another item, or the bracket after the last, and returns whether there is another. */
function goesOn(input: Input, close: "]" | "}", path: string): boolean {
	const next = peek(input);
	if (next !== "," && next !== close)
		expected(input, `"," or "${close}"`, path);
	input.at++;
	return next === ",";
}

function refuseRepeated(
	{ refuse }: Input,
	{ name, at }: JsonMember,
	path: string,
): never {
	return refuse({
		at,
		path,
		problem: `${quote(name)} is given more than once`,
	});
}

function refuseName(input: Input, path: string): never {
	const { at } = input;
	const name = match(input, NAME);
	if (name === undefined)
		return expected(input, "a field name in double quotes", path);
	const problem = `the field name ${quote(name)} is not in double quotes`;
	return input.refuse({ at, path, problem });
}

/** Skips blanks and returns the next character, or an empty string at the end. */
function peek(input: Input): string {
	match(input, BLANK);
	return input.text.charAt(input.at);
}

/** Skips blanks, takes the next character if it is this one, and returns whether it did. */
function take(input: Input, character: string): boolean {
	if (peek(input) !== character) return false;
	input.at++;
	return true;
}

function match(input: Input, pattern: RegExp): string | undefined {
	pattern.lastIndex = input.at;
	const found = pattern.exec(input.text)?.[0];
	if (found !== undefined) input.at += found.length;
	return found;
}

function expected(input: Input, what: string, path: string): never {
	const { at } = input;
	const found = match(input, WORD);
	const problem =
		found === undefined
			? `the input ends where ${what} was expected`
			: `expected ${what}, got ${quote(found)}`;
	const isBetween = at === 0 && found === ",";
	const hint = isBetween ? SEPARATELY : spellingHint(found, input.text, at);
	return input.refuse({ at, path, problem, hint });
}

/** Returns the JSON spelling for what other languages write differently. */
function spellingHint(
	found: string | undefined,
	text: string,
	at: number,
): readonly string[] {
	if (found === undefined) return [];
	if (/^['‘’“”]$/.test(found)) return ["JSON strings are in double quotes"];
	if (COMMENT.test(text.slice(at, at + 2))) return ["JSON has no comments"];
	if (/^[}\]]$/.test(found) && text.slice(0, at).trimEnd().endsWith(","))
		return ["the comma before it is one too many"];
	if (/^-?(?:nan|inf(?:inity)?)$/i.test(found))
		return ['write "NaN", "Infinity" or "-Infinity", in double quotes'];
	return [];
}
