import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { PluginError } from "../../../src/errors.ts";
import { parseOutputFormat } from "../../../src/render/output-format.ts";
import type { OutputName } from "../../../src/render/output-name.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { thrownBy } from "../plugin-error.ts";

const SUPPORTED: readonly OutputName[] = [
	"table",
	"wide",
	"json",
	"jsonpath",
	"junit",
];

function refusal(flag: string, supported = SUPPORTED): PluginError {
	return thrownBy(() => parseOutputFormat(flag, supported));
}

describe("parseOutputFormat", () => {
	it.each(["table", "wide", "json", "junit"] as const)("takes %s", (kind) => {
		expect(parseOutputFormat(kind, SUPPORTED)).toEqual({ kind });
	});

	it("takes a format in capitals, as kubectl does", () => {
		expect(parseOutputFormat("JSON", SUPPORTED)).toEqual({ kind: "json" });
	});

	it("parses a template", () => {
		expect(parseOutputFormat("jsonpath={.a}\n", SUPPORTED)).toEqual({
			kind: "jsonpath",
			template: [
				{ kind: "list", nodes: [{ kind: "field", name: "a" }] },
				{ kind: "text", text: "\n" },
			],
		});
		expect(parseOutputFormat("jsonpath-as-json={.a}", SUPPORTED).kind).toBe(
			"jsonpath-as-json",
		);
	});

	it("reads a template from a file", () => {
		const file = join(temporaryFolder(onTestFinished), "t.txt");
		writeFileSync(file, "{.a}");
		const format = parseOutputFormat(`jsonpath-file=${file}`, SUPPORTED);
		expect(format).toEqual(parseOutputFormat("jsonpath={.a}", SUPPORTED));
	});

	it.each(["xml", "yaml", "jsonpaths", "", "json=x", "custom-columns=A:.a"])(
		"refuses %j and names what there is",
		(flag) => {
			const error = refusal(flag);
			expect(error.code).toBe("usage");
			expect(error.message).toBe(`unknown output format "${flag}"`);
			expect(error.hint).toEqual([
				"one of: table, wide, json, jsonpath=TEMPLATE, junit",
			]);
		},
	);

	it("refuses a template where there are none", () => {
		expect(refusal("jsonpath={.a}", ["table", "json"]).hint).toEqual([
			"one of: table, json",
		]);
	});

	it.each([
		["jsonpath", "-o jsonpath= has no template"],
		["jsonpath=", "-o jsonpath= has no template"],
		["jsonpath-file=", "-o jsonpath-file= names no file"],
		["jsonpath={.a", 'jsonpath template "{.a": an action is not closed by }'],
	])("refuses %j: %s", (flag, message) => {
		expect(refusal(flag)).toMatchObject({ code: "usage", message });
	});

	it("says which file cannot be read", () => {
		expect(refusal("jsonpath-file=none.txt")).toMatchObject({
			code: "bad-input",
			message: "-o jsonpath-file: none.txt does not exist",
		});
	});
});
