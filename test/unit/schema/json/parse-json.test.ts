import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refuseIn, START } from "../../../../src/schema/fault/input-fault.ts";
import { parseJson } from "../../../../src/schema/json/parse-json.ts";
import { prepareJson } from "../../../../src/schema/json/prepare-well-known.ts";
import { createValueSplitter } from "../../../../src/schema/json/split-values.ts";

function parse(text: string): unknown {
	return prepareJson(parseJson(text, refuseIn("-d", text, START)));
}

/** Returns what JSON.parse makes of a text, or that it refuses the text. */
function reference(text: string): unknown {
	try {
		return { parsed: JSON.parse(text) };
	} catch {
		return "refused";
	}
}

function ours(text: string): unknown {
	try {
		return { parsed: parse(text) };
	} catch (error) {
		// JSON.parse accepts a repeated name and keeps the last value; ProtoJSON refuses it.
		return /given more than once/.test(String(error)) ? "repeated" : "refused";
	}
}

describe("JSON", () => {
	it("is read as JSON.parse reads it", () => {
		fc.assert(
			fc.property(fc.json({ maxDepth: 4 }), (text) => {
				expect(parse(text)).toEqual(JSON.parse(text));
			}),
		);
	});

	it("is refused where JSON.parse refuses it, and nowhere else", () => {
		const bits = fc.constantFrom(
			...[
				"{",
				"}",
				"[",
				"]",
				",",
				":",
				'"a"',
				'"',
				"\\",
				"\\u00e9",
				"\\n",
				"\n",
				" ",
				"\t",
				"0",
				"-",
				"1",
				".",
				"e",
				"E5",
				"true",
				"null",
				"x",
				"\u0000",
				"\u007f",
				"\u2028",
				"é",
			],
		);
		fc.assert(
			fc.property(fc.array(bits, { maxLength: 12 }), (parts) => {
				const text = parts.join("");
				const given = ours(text);
				if (given !== "repeated") expect(given).toEqual(reference(text));
			}),
			{ numRuns: 3000 },
		);
	});
});

describe("a stream of values", () => {
	it("is split between them, wherever it is cut", () => {
		const values = fc.array(fc.json({ maxDepth: 3 }), { maxLength: 5 });
		const blanks = fc.constantFrom(" ", "\n", "\r\n\t ");
		fc.assert(
			fc.property(values, blanks, fc.nat({ max: 40 }), (texts, blank, size) => {
				const splitter = createValueSplitter();
				const stream = texts.join(blank);
				const found: string[] = [];
				for (let at = 0; at < stream.length; at += size + 1)
					for (const { text } of splitter.push(stream.slice(at, at + size + 1)))
						found.push(text);
				found.push(...[splitter.end()?.text ?? []].flat());
				expect(found).toEqual(texts);
			}),
		);
	});
});
