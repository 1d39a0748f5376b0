import { fieldPath, type Refuse, SEPARATELY } from "../fault/input-fault.ts";
import { type JsonMember, type JsonNode, quote } from "./node.ts";
import { createStringScanner } from "./scan-string.ts";

/** How deep objects and arrays may nest. Messages nest 100 deep, and each adds two levels at most: its object, and a list or map. */
const MAX_NESTING = 200;

const BLANK = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/y;
/** A name without quotes, as in JavaScript. */
const NAME = /[A-Za-z_]\w*/y;
const WORD = /[\w.+-]+|./suy;

/**
 * Parses a text that is one JSON value (RFC 8259) and keeps the offset of each part. A name may not repeat in an object, as
 * ProtoJSON demands. Faults go to `refuse`.
 */
export function parseJson(text: string, refuse: Refuse): JsonNode {
	let at = 0;
	const scanString = createStringScanner(text, refuse);

	function match(pattern: RegExp): string | undefined {
		pattern.lastIndex = at;
		const found = pattern.exec(text)?.[0];
		if (found !== undefined) at += found.length;
		return found;
	}

	/** Skips blanks and returns the next character, or an empty string at the end. */
	function peek(): string {
		match(BLANK);
		return text.charAt(at);
	}

	function expected(what: string, path: string): never {
		const start = at;
		const found = match(WORD);
		const problem =
			found === undefined
				? `the input ends where ${what} was expected`
				: `expected ${what}, got ${quote(found)}`;
		const isBetween = start === 0 && found === ",";
		const hint = isBetween
			? SEPARATELY
			: spellingHint(found, text.slice(0, start));
		return refuse({ at: start, path, problem, hint });
	}

	function readString(path: string): string {
		const { value, end } = scanString(at, path);
		at = end;
		return value;
	}

	function readValue(path: string, depth: number): JsonNode {
		const first = peek();
		const start = at;
		if (depth > MAX_NESTING)
			refuse({ at, path, problem: `nested more than ${MAX_NESTING} deep` });
		if (first === "{")
			return { kind: "object", at: start, members: readMembers(path, depth) };
		if (first === "[")
			return { kind: "array", at: start, items: readItems(path, depth) };
		if (first === '"')
			return { kind: "string", at: start, value: readString(path) };
		const number = match(NUMBER);
		if (number !== undefined)
			return { kind: "number", at: start, text: number };
		return readLiteral(path);
	}

	function readLiteral(path: string): JsonNode {
		const start = at;
		const word = match(WORD);
		if (word === "null") return { kind: "null", at: start };
		if (word === "true" || word === "false")
			return { kind: "boolean", at: start, value: word === "true" };
		at = start;
		return expected("a JSON value", path);
	}

	function readItems(path: string, depth: number): readonly JsonNode[] {
		const items: JsonNode[] = [];
		at++;
		if (peek() === "]") {
			at++;
			return items;
		}
		for (;;) {
			items.push(readValue(`${path}[${items.length}]`, depth + 1));
			const next = peek();
			if (next !== "," && next !== "]") expected('"," or "]"', path);
			at++;
			if (next === "]") return items;
		}
	}

	function readMembers(path: string, depth: number): readonly JsonMember[] {
		const members = new Map<string, JsonMember>();
		at++;
		if (peek() === "}") {
			at++;
			return [];
		}
		for (;;) {
			const member = readMember(path, depth);
			if (members.has(member.name))
				refuse({ at: member.at, path, problem: repeated(member.name) });
			members.set(member.name, member);
			const next = peek();
			if (next !== "," && next !== "}") expected('"," or "}"', path);
			at++;
			if (next === "}") return [...members.values()];
		}
	}

	function refuseName(path: string): never {
		const start = at;
		const name = match(NAME);
		if (name === undefined) expected("a field name in double quotes", path);
		const problem = `the field name ${quote(name)} is not in double quotes`;
		return refuse({ at: start, path, problem });
	}

	function readMember(path: string, depth: number): JsonMember {
		if (peek() !== '"') refuseName(path);
		const start = at;
		const name = readString(path);
		const inside = fieldPath(path, name);
		if (peek() !== ":") expected('":"', inside);
		at++;
		return { name, at: start, value: readValue(inside, depth + 1) };
	}

	const value = readValue("", 1);
	if (peek() !== "") expected("the end of the value", "");
	return value;
}

function repeated(name: string): string {
	return `${quote(name)} is given more than once`;
}

/** Returns the JSON spelling for what other languages write differently. */
function spellingHint(
	found: string | undefined,
	before: string,
): readonly string[] {
	if (found === undefined) return [];
	if (/^['‘’“”]$/.test(found)) return ["JSON strings are in double quotes"];
	if (found === "/" || found === "#") return ["JSON has no comments"];
	if (/^[}\]]$/.test(found) && before.trimEnd().endsWith(","))
		return ["the comma before it is one too many"];
	if (/^-?(?:nan|inf(?:inity)?)$/i.test(found))
		return ['write "NaN", "Infinity" or "-Infinity", in double quotes'];
	return [];
}
