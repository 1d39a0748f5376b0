import { expect, test } from "vitest";
import type { Finding } from "../../../src/findings/finding.ts";
import { layOutFindings } from "../../../src/render/findings.ts";
import { type Page, printLines } from "../../../src/render/page.ts";

const PIPE: Page = { kind: "pipe", colour: "plain" };

function finding(more: Partial<Finding> = {}): Finding {
	return {
		code: "KG104",
		severity: "error",
		message: "refuses connections.",
		fix: "kubectl logs a",
		...more,
	};
}

const printed = (findings: readonly (readonly [string, Finding])[]) =>
	printLines(
		layOutFindings(
			findings.map(([subject, finding]) => ({
				subject,
				finding,
				ownWords: [`logs ${subject}`],
			})),
			PIPE,
		),
		PIPE,
	);

test("a finding of several pods is printed once, with the first one's fix", () => {
	expect(
		printed([
			["a", finding()],
			["b", finding({ fix: "kubectl logs b" })],
			["c", finding({ message: "is silent." })],
		]),
	).toBe(
		[
			"KG104 error  a and b, each: refuses connections.",
			"             fix: kubectl logs a",
			"KG104 error  c: is silent.",
			"             fix: kubectl logs a",
			"",
		].join("\n"),
	);
});

test("fixes that differ are printed for each", () => {
	expect(
		printed([
			["a", finding({ fix: "--port 1" })],
			["b", finding({ fix: "--port 2" })],
		]),
	).toBe(
		[
			"KG104 error  a: refuses connections.",
			"             fix: --port 1",
			"KG104 error  b: refuses connections.",
			"             fix: --port 2",
			"",
		].join("\n"),
	);
});

test("the most severe finding comes first", () => {
	expect(
		printed([
			["a", finding({ code: "KG102", severity: "warning" })],
			["b", finding()],
		]),
	).toMatch(/^KG104 error {4}b: .*\n.*\nKG102 warning {2}a: /);
});
