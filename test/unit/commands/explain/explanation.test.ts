import { expect, test } from "vitest";
import { explanation } from "../../../../src/commands/explain/explanation.ts";
import { findingList } from "../../../../src/commands/explain/report.ts";
import { CATALOGUE } from "../../../../src/findings/catalogue.ts";
import { printLines } from "../../../../src/render/page.ts";

const PAGE = { kind: "terminal", columns: 80, colour: "plain" } as const;

test.each(Object.entries(CATALOGUE))(
	"%s has a page that fits 80 columns",
	(code, { fix }) => {
		const text = printLines(explanation(code.toLowerCase(), PAGE), PAGE);
		expect(text.startsWith(code)).toBe(true);
		expect(text.match(/^fix/gm)).toHaveLength(1);
		expect(fix.length).toBeGreaterThan(0);
		for (const line of text.split("\n"))
			expect(line.length).toBeLessThanOrEqual(80);
	},
);

test("without a code every one is listed", () => {
	const text = printLines(explanation(undefined, PAGE), PAGE);
	for (const code of Object.keys(CATALOGUE)) expect(text).toContain(code);
});

test("what is said is there for scripts, of one finding or of all", () => {
	expect(findingList("kg102")).toEqual({
		apiVersion: "kubectl-grpc/v1",
		kind: "FindingList",
		findings: [{ code: "KG102", ...CATALOGUE.KG102 }],
	});
	expect(findingList(undefined).findings.map(({ code }) => code)).toEqual(
		Object.keys(CATALOGUE),
	);
});

test("an unknown code is told the near one", () => {
	expect(() => explanation("KG1O2", PAGE)).toThrow(
		expect.objectContaining({
			code: "usage",
			hint: expect.arrayContaining([
				expect.stringMatching(/^did you mean KG1/),
			]),
		}),
	);
});
