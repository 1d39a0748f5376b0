import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import type { StructuredFormat } from "../../../src/render/output-format.ts";
import { parseOutputFormat } from "../../../src/render/output-format.ts";
import type { Page } from "../../../src/render/page.ts";
import { objectPrinter } from "../../../src/render/structured.ts";
import { printYaml } from "../../../src/render/yaml.ts";

const pipe: Page = { kind: "pipe", colour: "plain" };
const terminal: Page = { kind: "terminal", columns: 80, colour: "plain" };

function structured(flag: string): StructuredFormat {
	return parseOutputFormat(flag, ["json", "yaml", "jsonpath"]);
}

const report = {
	kind: "HealthReport",
	pods: [{ name: "a\u202eb", checks: [] }],
};

describe("objectPrinter", () => {
	it("prints JSON with four spaces, safe for a terminal", async () => {
		const print = await objectPrinter(structured("json"), pipe);
		expect(print(report)).toBe(`{
    "kind": "HealthReport",
    "pods": [
        {
            "name": "a\\u202eb",
            "checks": []
        }
    ]
}
`);
	});

	it("prints a stream of JSON as one line an object", async () => {
		const print = await objectPrinter(structured("json"), pipe, "stream");
		expect(print({ a: 1, b: [1] }) + print({ a: "x\ny" })).toBe(
			'{"a":1,"b":[1]}\n{"a":"x\\ny"}\n',
		);
	});

	it("prints a stream of YAML as documents", async () => {
		const print = await objectPrinter(structured("yaml"), pipe, "stream");
		const text = print({ a: 1 }) + print({ a: 2 });
		expect(text).toBe("a: 1\n---\na: 2\n");
		expect(parseAllDocuments(text)).toHaveLength(2);
	});

	it("fills a template as it is for scripts, and escaped for a terminal", async () => {
		const format = structured('jsonpath={.pods[*].name}{"\\n"}');
		const [forPipe, forTerminal] = await Promise.all([
			objectPrinter(format, pipe),
			objectPrinter(format, terminal),
		]);
		expect(forPipe(report)).toBe("a\u202eb\n");
		expect(forTerminal(report)).toBe("a\\u202eb\n");
	});

	it("prints what a template finds as JSON", async () => {
		const format = structured("jsonpath-as-json={.pods[*].name}");
		const print = await objectPrinter(format, pipe);
		expect(print(report)).toBe('[\n    "a\\u202eb"\n]\n');
	});

	it("refuses a template that does not fit the object", async () => {
		const print = await objectPrinter(structured("jsonpath={.pods[3]}"), pipe);
		expect(() => print(report)).toThrow(
			expect.objectContaining({
				code: "usage",
				message:
					"the jsonpath template does not fit the result: array index 3 is out of bounds of a list of 1",
			}),
		);
	});
});

describe("YAML", () => {
	// Printed by `kubectl label --local -f FILE -o yaml`, without its folding of long texts.
	const KUBECTL = `apiVersion: v1
data:
  amp: '&x'
  at: '@x'
  bar: '|'
  bool: "true"
  brace: '{a'
  colon: 'a: b'
  colonend: 'a:'
  comma: a, b
  dash: '- x'
  date: "2024-01-01"
  datetime: "2024-01-01T00:00:00Z"
  dquote: say "x"
  empty: ""
  exclam: '!x'
  exp: "1e3"
  float: "1.5"
  hash: 'a #b'
  hex: "0x10"
  inf: ".inf"
  int: "1"
  ip: 10.0.0.1
  lead: ' lead'
  lt: <
  multi: |
    line1
    line2
  multinonl: |-
    line1
    line2
  "null": "null"
  oct: "010"
  "on": "on"
  pct: '%x'
  quote: it's
  star: '*x'
  tab: "a\\tb"
  tick: '\`x'
  tilde: "~"
  trail: 'trail '
  under: "1_000"
  uni: é漢
  "y": "y"
  "yes": "yes"
kind: ConfigMap
metadata:
  labels: {}
  name: x
pods:
- checks:
  - latencyMs: 2.1
    service: ""
    status: SERVING
  findings: []
  name: a
- big: 1000000
  list:
  - 1
  - - 3
    - 4
  "n": null
  t: true
`;

	it("looks like kubectl's", () => {
		expect(printYaml(parse(KUBECTL))).toBe(KUBECTL);
	});

	it("keeps keys in order and long texts on one line", () => {
		const message = "word ".repeat(40).trim();
		expect(printYaml({ b: message, a: 1 })).toBe(`b: ${message}\na: 1\n`);
	});

	it("writes what a terminal would act on as an escape", () => {
		expect(printYaml({ "k\u202e": "\x1b[2J\u009b\u{e0041}" })).toMatch(
			/^"k\\u202e": "[\x20-\x7e]*"\n$/,
		);
	});

	it("quotes the = of YAML 1.1, which PyYAML does not read as a text", () => {
		expect(printYaml({ a: "=", b: "==", c: "a=b" })).toBe(
			"a: '='\nb: ==\nc: a=b\n",
		);
	});

	it("reads back as what was printed, under YAML 1.2 and 1.1", () => {
		const text = fc.oneof(
			fc.string(),
			fc.string({ unit: "binary" }),
			fc.constantFrom(
				"yes",
				"1:30",
				"0o7",
				"a\nb\n",
				" \n x",
				"- a",
				"? b",
				"---",
			),
		);
		const value = fc.dictionary(text, fc.oneof(text, fc.jsonValue()));
		fc.assert(
			fc.property(value, (object) => {
				const expected = JSON.parse(JSON.stringify(object));
				const yaml = printYaml(expected);
				for (const version of ["1.2", "1.1"] as const)
					expect(parse(yaml, { maxAliasCount: 0, version })).toEqual(expected);
			}),
			{ numRuns: 500 },
		);
	});
});
