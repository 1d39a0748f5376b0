import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PluginError } from "../../../../src/errors.ts";
import { parseTemplate } from "../../../../src/render/jsonpath/parse.ts";
import {
	fillTemplate,
	fillTemplateAsJson,
} from "../../../../src/render/jsonpath/print.ts";
import { DATA } from "./questions.ts";

type Answer = {
	readonly template: string;
	readonly on: string;
	readonly output?: string;
	readonly error?: string;
};

/** The answers of kubectl's own code. questions.ts says how to record them again. */
const answers: readonly Answer[] = readFileSync(
	new URL("testdata/answers.jsonl", import.meta.url),
	"utf8",
)
	.trim()
	.split("\n")
	.map((line) => JSON.parse(line));

const fill = (template: string, data: unknown) =>
	fillTemplate(parseTemplate(template), data);

describe("as kubectl answers", () => {
	it.each(answers)("$template on $on", ({ template, on, output }) => {
		if (output === undefined)
			expect(() => fill(template, DATA[on])).toThrow(PluginError);
		else expect(fill(template, DATA[on])).toBe(output);
	});

	it("has enough of both kinds to mean something", () => {
		const errors = answers.filter((answer) => answer.error !== undefined);
		expect(answers.length - errors.length).toBeGreaterThan(200);
		expect(errors.length).toBeGreaterThan(200);
	});
});

describe("better than kubectl answers, on purpose", () => {
	it("compares numbers with and without a fraction", () => {
		expect(fill("{[?(@.ms>2)].ms}", [{ ms: 2.5 }, { ms: 3 }, { ms: 1 }])).toBe(
			"2.5 3",
		);
	});

	it("takes null in a filter for missing", () => {
		expect(fill("{[?(@.ms>2)].ms}", [{ ms: null }, { ms: 3 }])).toBe("3");
		expect(fill("{[?(@.a==@.b)].a}", [{ a: 1, b: null }])).toBe("");
	});

	it("does not find what cannot be reached", () => {
		expect(fill("{[?(@.checks[0])].name}", [{ name: "a", checks: [] }])).toBe(
			"",
		);
	});

	it("says nothing of a range over nothing", () => {
		expect(fill("{range [*]}{[?(@.x)]}{[0]}{end}.", [])).toBe(".");
	});
});

describe("a filter", () => {
	it.each([
		["{[?(@.n>=2)].n}", "2 3"],
		[`{[?(@.name=="it's (a)")].n}`, "1"],
		['{[?(@.name=="a \\") b")].n}', "2"],
	])("%s finds %s", (template, output) => {
		const data = [
			{ n: 1, name: "it's (a)" },
			{ n: 2, name: 'a ") b' },
			{ n: 3, name: "c" },
		];
		expect(fill(template, data)).toBe(output);
	});

	it.each(["{[?(@.n)}}", '{"a\nb"}', "{['a\nb']}"])(
		"%j is refused: an action is one line, and what it opens it closes",
		(template) => {
			expect(() => fill(template, [{ n: 1 }])).toThrow(PluginError);
		},
	);
});

describe("jsonpath-as-json", () => {
	it("prints what each part finds as an array", () => {
		const template = parseTemplate("{.pods[*].name}{.none}");
		const data = { pods: [{ name: "a" }, { name: "b" }], none: { x: null } };
		expect(fillTemplateAsJson(template, data)).toBe(
			'[\n    "a",\n    "b"\n]\n[\n    {\n        "x": null\n    }\n]\n',
		);
	});
});

describe("any template on any data", () => {
	it("is answered, or refused as usage", () => {
		fc.assert(
			fc.property(
				fc.string({ unit: fc.constantFrom(..."{}[]().*@$?:,'\"\\= ax01-\n") }),
				fc.jsonValue(),
				(template, data) => {
					try {
						expect(typeof fill(template, data)).toBe("string");
					} catch (error) {
						expect(error).toBeInstanceOf(PluginError);
						expect(error).toHaveProperty("code", "usage");
					}
				},
			),
			{ numRuns: 2000 },
		);
	});

	it("prints text without braces as it is", () => {
		fc.assert(
			fc.property(
				fc.string().filter((text) => !text.includes("{")),
				(text) => {
					expect(fill(text, {})).toBe(text);
				},
			),
		);
	});
});
