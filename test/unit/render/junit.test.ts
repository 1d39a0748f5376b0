import fc from "fast-check";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { describe, expect, it } from "vitest";
import {
	type JUnitCase,
	type JUnitOutcome,
	printJUnit,
} from "../../../src/render/junit.ts";

const cases: readonly JUnitCase[] = [
	{
		className: "shop.user-service-hsc2s",
		name: "health of the server",
		durationMs: 2.1,
		outcome: { kind: "passed" },
		output: "",
	},
	{
		className: "shop.user-service-r84bt",
		name: "health of user.UserService",
		durationMs: 1900,
		outcome: { kind: "failure", type: "NOT_SERVING", message: 'a < b & "c"' },
		output: "KG102 warning: x\nfix: y\x1b",
	},
	{
		className: "shop.user-service-vp2lw",
		name: "health of the server",
		durationMs: 0,
		outcome: { kind: "error", type: "UNREACHABLE", message: "refused" },
		output: "",
	},
	{
		className: "shop.job-x",
		name: "health of the server",
		durationMs: 0,
		outcome: { kind: "skipped", message: "Completed" },
		output: "",
	},
];

describe("printJUnit", () => {
	it("writes suites, totals and outcomes", () => {
		expect(printJUnit([{ name: "kubectl grpc health", cases }])).toBe(
			`<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="4" failures="1" errors="1" skipped="1" time="1.902">
  <testsuite name="kubectl grpc health" tests="4" failures="1" errors="1" skipped="1" time="1.902">
    <testcase classname="shop.user-service-hsc2s" name="health of the server" time="0.002"/>
    <testcase classname="shop.user-service-r84bt" name="health of user.UserService" time="1.900">
      <failure message="a &lt; b &amp; &quot;c&quot;" type="NOT_SERVING"/>
      <system-out>KG102 warning: x
fix: y\\x1b</system-out>
    </testcase>
    <testcase classname="shop.user-service-vp2lw" name="health of the server" time="0.000">
      <error message="refused" type="UNREACHABLE"/>
    </testcase>
    <testcase classname="shop.job-x" name="health of the server" time="0.000">
      <skipped message="Completed"/>
    </testcase>
  </testsuite>
</testsuites>
`,
		);
	});

	it("is well-formed whatever a pod sent, and loses nothing printable", () => {
		const text = fc.oneof(
			fc.string({ unit: "binary" }),
			fc.string({
				unit: fc.constantFrom(..."<>&\"']]>\x00\x1b\ud800\uffff\n\t\r"),
			}),
		);
		const outcome: fc.Arbitrary<JUnitOutcome> = fc.oneof(
			fc.constant({ kind: "passed" as const }),
			fc.record({ kind: fc.constant("skipped" as const), message: text }),
			fc.record({
				kind: fc.constantFrom("failure" as const, "error" as const),
				type: text,
				message: text,
			}),
		);
		const testCase = fc.record({
			className: text,
			name: text,
			durationMs: fc.double({ min: 0, max: 1e9, noNaN: true }),
			outcome,
			output: text,
		});
		fc.assert(
			fc.property(fc.array(testCase), text, (generated, name) => {
				const xml = printJUnit([{ name, cases: generated }]);
				expect(XMLValidator.validate(xml)).toBe(true);
				// XML 1.0, 2.2: the characters that a document may hold.
				expect(xml).toMatch(
					/^[\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u,
				);
			}),
		);
	});

	it("reads back as what was written", () => {
		const parser = new XMLParser({ ignoreAttributes: false });
		const read = parser.parse(printJUnit([{ name: "s", cases }]));
		expect(read.testsuites.testsuite.testcase[1]).toMatchObject({
			"@_name": "health of user.UserService",
			failure: { "@_message": 'a < b & "c"' },
		});
	});
});
