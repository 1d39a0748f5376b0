import type { Refuse } from "../fault/input-fault.ts";

/** Reads the string whose opening quote is at `start`. `path` is its place in the value, for faults. */
export type StringScanner = (start: number, path: string) => ScannedString;

type ScannedString = {
	readonly value: string;
	/** The offset after the closing quote. */
	readonly end: number;
};

/** The characters that JSON forbids in strings: U+0000 to U+001F. */
const CONTROL = /[^ -\uffff]/;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})|\\/g;

/** Returns a scanner of a text's JSON strings. It searches for the end of a string once, even in megabytes. */
export function createStringScanner(
	text: string,
	refuse: Refuse,
): StringScanner {
	return (start, path) => {
		const close = closingQuote(text, start);
		const body = text.slice(start + 1, close === -1 ? undefined : close);
		const control = body.search(CONTROL);
		if (control !== -1)
			refuse({
				at: start + 1 + control,
				path,
				problem: controlProblem(body.charCodeAt(control)),
			});
		if (close === -1)
			refuse({ at: start, path, problem: "a string that is not closed" });
		if (!body.includes("\\")) return { value: body, end: close + 1 };
		const wrong = indexOfWrongEscape(body);
		if (wrong !== -1)
			refuse({
				at: start + 1 + wrong,
				path,
				problem: `no JSON escape: ${body.slice(wrong, wrong + 2)}`,
			});
		return { value: readEscapes(body), end: close + 1 };
	};
}

function readEscapes(body: string): string {
	return String(JSON.parse(`"${body}"`));
}

/** Returns the offset of the quote that closes the string opened at `start`, or -1. An even number of backslashes stands before it. */
function closingQuote(text: string, start: number): number {
	let close = text.indexOf('"', start + 1);
	while (close !== -1 && backslashesBefore(text, close) % 2 === 1)
		close = text.indexOf('"', close + 1);
	return close;
}

function backslashesBefore(text: string, index: number): number {
	let first = index;
	while (text[first - 1] === "\\") first--;
	return index - first;
}

function controlProblem(code: number): string {
	if (code === 0x0a || code === 0x0d)
		return "a string goes over the end of its line; write \\n";
	return `a control character in a string; write \\u${code.toString(16).padStart(4, "0")}`;
}

function indexOfWrongEscape(body: string): number {
	for (const found of body.matchAll(ESCAPE))
		if (found[0] === "\\") return found.index;
	return -1;
}
