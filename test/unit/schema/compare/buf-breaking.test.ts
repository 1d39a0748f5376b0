import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FileRegistry } from "@bufbuild/protobuf";
import { afterAll, describe, expect, test } from "vitest";
import {
	comparableOf,
	schemaDigest,
} from "../../../../src/schema/compare/comparable.ts";
import { compareSchemas } from "../../../../src/schema/compare/compare-schemas.ts";
import {
	BREAKAGES,
	type Breakage,
} from "../../../../src/schema/compare/compatibility.ts";
import { linePairs } from "../../../../src/schema/compare/hunks.ts";
import { declaredTypes } from "../../../../src/schema/compare/types-of.ts";
import { runAtOnce } from "../../../../src/schema/link/steps.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";
import { breakingChanges, registryOf } from "../build.ts";
import { EDITS, type Edit, UNLIKE_BUF } from "./edits.ts";

const ALL: readonly Edit[] = [...EDITS, ...UNLIKE_BUF];

/** Each edit is a file and a package of its own, so that buf runs once for a category and not once for an edit. */
const packageOf = (index: number) => `edit${index}`;

function writeSide(side: "before" | "after"): string {
	const folder = join(temporaryFolder(afterAll), side);
	mkdirSync(folder);
	for (const [index, edit] of ALL.entries())
		writeFileSync(
			join(folder, `${packageOf(index)}.proto`),
			sourceOf(edit[side], index),
		);
	return folder;
}

function sourceOf(declarations: string, index: number): string {
	const header = /^(syntax|edition) = "[^"]*";/.exec(declarations)?.[0];
	const body = declarations.slice(header?.length ?? 0);
	return `${header ?? 'syntax = "proto2";'}\npackage ${packageOf(index)};\n${body}\n`;
}

const before = writeSide("before");
const after = writeSide("after");

/** buf's category for each of ours. */
const CATEGORY: Readonly<Record<Breakage, string>> = {
	wire: "WIRE",
	json: "WIRE_JSON",
	// FILE differs from PACKAGE only in types that move to another file, and none moves here. Unlike PACKAGE, it names the file
	// of what is removed.
	source: "FILE",
};

const found = BREAKAGES.map((breakage) => ({
	breakage,
	complaints: breakingChanges(before, after, CATEGORY[breakage]),
}));

/** buf's message names the file, or the package of what is removed from it. */
function brokenByBuf(index: number): readonly Breakage[] {
	const own = new RegExp(`\\b${packageOf(index)}\\b`);
	return found
		.filter(({ complaints }) => complaints.some((line) => own.test(line)))
		.map(({ breakage }) => breakage);
}

const registries = { before: registryOf(before), after: registryOf(after) };

function comparable(registry: FileRegistry, index: number) {
	const types = [...declaredTypes(registry)].filter(([name]) =>
		name.startsWith(`${packageOf(index)}.`),
	);
	return comparableOf({
		types: new Map(types),
		undescribed: new Set(),
		registry,
	});
}

function differences(index: number) {
	return runAtOnce(
		compareSchemas(
			comparable(registries.before, index),
			comparable(registries.after, index),
			linePairs(),
		),
	);
}

function broken(index: number): readonly Breakage[] {
	const found = new Set(differences(index).flatMap(({ breaks }) => breaks));
	return BREAKAGES.filter((kind) => found.has(kind));
}

const ROWS = ALL.map((edit, index) => ({ ...edit, index }));

describe("a difference breaks what buf says it breaks", () => {
	test.each(ROWS.slice(0, EDITS.length))("$title", ({ index }) => {
		expect(broken(index)).toEqual(brokenByBuf(index));
	});
});

describe("buf is not followed", () => {
	const rows = UNLIKE_BUF.map((edit, at) => ({
		...edit,
		index: EDITS.length + at,
	}));
	test.each(rows)("with $title: $reason", ({ index, ours }) => {
		expect(broken(index)).toEqual(ours);
		expect(brokenByBuf(index)).not.toEqual(ours);
	});
});

describe("the digest differs where the schemas do", () => {
	test.each(ROWS)("$title", ({ index }) => {
		const same =
			runAtOnce(schemaDigest(comparable(registries.before, index))) ===
			runAtOnce(schemaDigest(comparable(registries.after, index)));
		expect(same).toBe(differences(index).length === 0);
	});
});

describe("a broken rule says what is broken", () => {
	const said = (title: string) =>
		differences(ROWS.findIndex((row) => row.title === title)).flatMap(
			({ rules }) => rules.map(({ rule, reason }) => `${rule} ${reason}`),
		);
	test.each([
		[
			"reserved numbers less",
			["RESERVED_MESSAGE_NO_DELETE no longer reserves 1 to 5"],
		],
		[
			"one reserved number less",
			["RESERVED_MESSAGE_NO_DELETE no longer reserves 6"],
		],
		[
			"reserved names less",
			['RESERVED_MESSAGE_NO_DELETE no longer reserves "b"'],
		],
		[
			"reserved numbers below zero",
			["RESERVED_ENUM_NO_DELETE no longer reserves -5 to -1"],
		],
		[
			"extensions less",
			[
				"EXTENSION_MESSAGE_NO_DELETE extensions 100 to 200 are no longer allowed",
			],
		],
		[
			"into a oneof",
			["FIELD_SAME_ONEOF field 1 a was in no oneof and is in oneof o"],
		],
		[
			"text of C++ that becomes a number",
			["FIELD_SAME_TYPE field 1 a has another type"],
		],
		[
			"a number that becomes text of C++",
			["FIELD_SAME_TYPE field 1 a has another type"],
		],
	])("%s", (title, expected) => {
		expect(said(title)).toEqual(expected);
	});
});

test("services and methods come first, then the types, each by name", () => {
	const index = ROWS.findIndex(
		({ title }) => title === "a method, a service and messages more",
	);
	const own = `${packageOf(index)}.`;
	expect(differences(index).map(({ symbol }) => symbol)).toEqual(
		["S/Do", "T", "A", "Z"].map((name) => own + name),
	);
});
