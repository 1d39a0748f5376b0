import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PluginError } from "../../../../src/errors.ts";
import { parseFile } from "../../../../src/schema/proto-files/parse-file.ts";

const folder = join(import.meta.dirname, "corpus/corpus");
const sources = readdirSync(folder).map((name) =>
	readFileSync(join(folder, name), "utf8"),
);

/** Pieces of valid syntax, and nonsense. */
const PIECES = [
	..."{}()[]<>;:,.=+-/\\\"'\0\n",
	...["/*", "*/", "//", "option", "message", "extend", "group", "oneof"],
	...["map<", "reserved", "to max", "0x", "08", "1e999", "9".repeat(400)],
	...['edition = "2024";', 'syntax = "proto3";', "export", "\ud800", "é"],
];

type Edit = {
	readonly at: number;
	readonly removed: number;
	readonly put: string;
};

const edit: fc.Arbitrary<Edit> = fc.record({
	at: fc.nat({ max: 5000 }),
	removed: fc.nat({ max: 30 }),
	put: fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: "binary" })),
});

function edited(source: string, edits: readonly Edit[]): string {
	return edits.reduce((text, { at, removed, put }) => {
		const place = at % (text.length + 1);
		return text.slice(0, place) + put + text.slice(place + removed);
	}, source);
}

/** Parses a source and returns the error's message, if there is one. */
function fault(source: string): string | undefined {
	try {
		parseFile("x.proto", source);
		return undefined;
	} catch (error) {
		if (!(error instanceof PluginError)) throw error;
		expect(error.code).toBe("bad-input");
		return error.message;
	}
}

it("a source that is mutated is parsed, or refused with its place", () => {
	fc.assert(
		fc.property(
			fc.constantFrom(...sources),
			fc.array(edit, { minLength: 1, maxLength: 4 }),
			(source, edits) => {
				const message = fault(edited(source, edits));
				if (message !== undefined)
					expect(message).toMatch(/^x\.proto:\d+:\d+: ./);
			},
		),
		{ numRuns: 2000 },
	);
});

it("any text at all is parsed, or refused with its place", () => {
	fc.assert(
		fc.property(
			fc.array(
				fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: "binary" })),
			),
			(pieces) => {
				const message = fault(pieces.join(" "));
				if (message !== undefined)
					expect(message).toMatch(/^x\.proto:\d+:\d+: ./);
			},
		),
		{ numRuns: 2000 },
	);
});

describe("the time grows with the length of", () => {
	const body = (text: string) => (count: number) =>
		`message A {${text.repeat(count)}}`;
	it.each<[string, (count: number) => string]>([
		["comments that do not end", (count) => "/*".repeat(count)],
		["comments of one line", (count) => "// x\n".repeat(count)],
		[
			"comments of one line each, with empty ones between",
			(count) => "// x\n\n".repeat(count),
		],
		["comments side by side", (count) => "/**/".repeat(count)],
		["stars", (count) => `/*${"\n *".repeat(count)}*/`],
		[
			"a string that does not end",
			(count) => `option a = "${"\\a".repeat(count)}`,
		],
		[
			"strings side by side",
			(count) => `option java_package = ${'"a"'.repeat(count)};`,
		],
		["digits", (count) => `option a = ${"9".repeat(count)}`],
		[
			"digits of a default",
			(count) =>
				`message A { optional int64 a = 1 [default = ${"9".repeat(count)}]; }`,
		],
		["a name", (count) => `message ${"A".repeat(count)} {}`],
		["a path", (count) => `package ${"a.".repeat(count)}b;`],
		[
			"a name in an error",
			(count) => `message A { ${"a".repeat(count)} ${"b".repeat(count)} 1`,
		],
		["fields", body("optional int32 a = 1 /* x */; // y\n")],
		[
			"fields of one oneof",
			(count) =>
				`message A { oneof a {${"int32 a = 1; // y\n".repeat(count)}}}`,
		],
		[
			"optional fields",
			(count) =>
				`syntax = "proto3"; message A {${"optional int32 a = 1;".repeat(count)}}`,
		],
		[
			"options",
			(count) => `message A {${"option (a).b = { c: [1] };".repeat(count)}}`,
		],
		[
			"an option's value",
			(count) => `option (a) = {${"b {} ".repeat(count)}};`,
		],
		["braces", (count) => `option (a) = ${"{".repeat(count)}`],
		[
			"names of reserved",
			(count) => `message A { reserved ${'"a",'.repeat(count)} "b"; }`,
		],
		["messages side by side", (count) => "message A {}".repeat(count)],
		["semicolons", (count) => ";".repeat(count)],
	])("%s", (_, make) => {
		fault(make(500));
		const small = leastMs(() => fault(make(1000)));
		const large = leastMs(() => fault(make(8000)));
		// The input is eight times as long. With quadratic time it would take 64 times as long.
		expect(large).toBeLessThan(25 * Math.max(small, 10));
	});
});

function leastMs(act: () => void): number {
	const timesMs = [0, 1, 2].map(() => {
		const start = process.cpuUsage();
		act();
		const { user, system } = process.cpuUsage(start);
		return (user + system) / 1000;
	});
	return Math.min(...timesMs);
}
