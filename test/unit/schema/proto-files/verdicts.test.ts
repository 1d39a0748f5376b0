import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { PluginError } from "../../../../src/errors.ts";
import { protoFilesSource } from "../../../../src/schema/proto-files/proto-files-source.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";

/**
 * verdicts.txt holds files that protoc 35.1 accepts, files that it refuses, and files that it refuses and that are accepted
 * here, sorted by reason. The first character says what a file begins with.
 */
const HEADS: Readonly<Record<string, string>> = {
	"2": 'syntax = "proto2"; ',
	"3": 'syntax = "proto3"; ',
	e: 'edition = "2023"; ',
	"4": 'edition = "2024"; ',
	"-": "",
};

/** The reasons to accept a file that protoc refuses. */
const TAKEN: Readonly<Record<string, string>> = {
	style: "how things should be called is nothing that a schema means",
	declared: "who may extend what is a register of those who do",
	scope:
		"a name whose first part is found further in is looked for further out, as in what servers send; and a type may be called map",
	default: "buf takes the number of an enum's value for a default",
	lifetime:
		"when a feature or an option came, and went, matters to generated code",
	"enum-names": "earlier versions of protoc warn of it in proto2",
	map: "buf takes a map of an enum without zero",
	part: "a field of an option's message is given after the whole: the last counts",
	lexical: "what it means is plain",
};

const folder = join(import.meta.dirname, "verdicts");
const sections = readFileSync(join(folder, "verdicts.txt"), "utf8")
	.split(/^## /m)
	.slice(1)
	.map((section) => {
		const [name = "", ...rows] = section.split("\n");
		return { name, rows: rows.filter((row) => row !== "") };
	});

const own = temporaryFolder(afterAll);
for (const name of ["other.proto", "opts.proto"])
	copyFileSync(join(folder, name), join(own, name));

/** Returns the error for a file; empty when it is accepted. */
async function verdictOn(row: string): Promise<string> {
	const head = HEADS[row.charAt(0)];
	if (head === undefined) throw new Error(`no such head: ${row}`);
	writeFileSync(join(own, "t.proto"), head + row.slice(2));
	const source = protoFilesSource({ protos: ["t.proto"], importPaths: [own] });
	try {
		await source.everything();
		return "";
	} catch (error) {
		if (!(error instanceof PluginError)) throw error;
		return error.message;
	}
}

const rowsOf = (wanted: (name: string) => boolean) =>
	sections.filter(({ name }) => wanted(name)).flatMap(({ rows }) => rows);

describe("of what protoc says of .proto files", () => {
	it("all that it takes is taken", async () => {
		const rows = rowsOf((name) => name === "takes");
		expect(rows.length).toBeGreaterThan(200);
		for (const row of rows)
			expect([row, await verdictOn(row)]).toEqual([row, ""]);
	});

	it("all that it refuses is refused, with a place or a name", async () => {
		const rows = rowsOf((name) => name === "refuses");
		expect(rows.length).toBeGreaterThan(300);
		for (const row of rows)
			expect([row, await verdictOn(row)]).toEqual([
				row,
				expect.stringMatching(/^t\.proto:\d+:\d+: .|t\.proto/),
			]);
	});

	it("and what is taken all the same has a reason", async () => {
		const others = sections.filter(
			({ name }) => name !== "takes" && name !== "refuses",
		);
		expect(others.map(({ name }) => name)).toEqual(Object.keys(TAKEN));
		for (const row of others.flatMap(({ rows }) => rows))
			expect([row, await verdictOn(row)]).toEqual([row, ""]);
	});
});
