import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import type { Page } from "../../../src/render/page.ts";
import { bad, good, type StyledText } from "../../../src/render/span.ts";
import {
	type Column,
	printTable,
	type TableOptions,
} from "../../../src/render/table.ts";

type Row = {
	readonly pod: string;
	readonly status: StyledText;
	readonly rps: string;
	readonly reason: string;
};

const columns: readonly Column<Row>[] = [
	{ title: "POD", value: (row) => row.pod },
	{ title: "STATUS", value: (row) => row.status },
	{ title: "RPS", value: (row) => row.rps, align: "right" },
	{
		title: "REASON",
		value: (row) => row.reason,
		priority: "wide",
		content: "prose",
	},
];

const rows: readonly Row[] = [
	{
		pod: "user-service-hsc2s",
		status: good("SERVING"),
		rps: "1,199",
		reason: "the port named grpc of the container app",
	},
	{ pod: "漢", status: bad("NOT_SERVING"), rps: "5", reason: "" },
];

const pipe: Page = { kind: "pipe", colour: "plain" };
const draw = (page: Page, options?: TableOptions) =>
	printTable(columns, rows, page, options);

describe("table", () => {
	it("aligns columns three spaces apart, by display columns", () => {
		expect(draw(pipe)).toBe(
			[
				"POD                  STATUS          RPS",
				"user-service-hsc2s   SERVING       1,199",
				"漢                   NOT_SERVING       5",
				"",
			].join("\n"),
		);
	});

	it("shows wide columns on demand and ends no line in spaces", () => {
		expect(draw(pipe, { layout: "wide" })).toBe(
			[
				"POD                  STATUS          RPS   REASON",
				"user-service-hsc2s   SERVING       1,199   the port named grpc of the container app",
				"漢                   NOT_SERVING       5",
				"",
			].join("\n"),
		);
	});

	it("counts no colour as width", () => {
		const painted = draw({ kind: "pipe", colour: "colour" });
		expect(painted).toContain("\x1b[32mSERVING\x1b[39m       1,199");
		expect(stripVTControlCharacters(painted)).toBe(draw(pipe));
	});

	it("leaves out headings, and then does not align to them", () => {
		const one = [{ pod: "a", status: "b", rps: "1", reason: "" }];
		expect(printTable(columns, one, pipe, { headers: "hidden" })).toBe(
			"a   b   1\n",
		);
	});

	it("indents and narrows the gap", () => {
		const one = [{ pod: "a", status: "b", rps: "1", reason: "" }];
		expect(
			printTable(columns, one, pipe, { headers: "hidden", indent: 2, gap: 2 }),
		).toBe("  a  b  1\n");
	});

	it("narrows the gap on a terminal where the lines fit only so", () => {
		const heading = (columns: number) =>
			draw({ kind: "terminal", columns, colour: "plain" }).split("\n")[0];
		const wide = "POD                  STATUS          RPS";
		const narrow = "POD                 STATUS         RPS";
		expect(heading(wide.length)).toBe(wide);
		expect(heading(wide.length - 1)).toBe(narrow);
		expect(heading(narrow.length)).toBe(narrow);
		expect(heading(narrow.length - 1)).toBe(wide);
	});

	it("wraps prose in the last column on a terminal", () => {
		const terminal: Page = { kind: "terminal", columns: 66, colour: "plain" };
		expect(draw(terminal, { layout: "wide" })).toBe(
			[
				"POD                  STATUS          RPS   REASON",
				"user-service-hsc2s   SERVING       1,199   the port named grpc of",
				"                                           the container app",
				"漢                   NOT_SERVING       5",
				"",
			].join("\n"),
		);
	});

	it("never cuts a name, however narrow the terminal", () => {
		const narrow: Page = { kind: "terminal", columns: 20, colour: "plain" };
		expect(draw(narrow)).toBe(draw(pipe));
		expect(draw(narrow, { layout: "wide" })).toContain("of the container app");
	});

	it("escapes what a pod sent", () => {
		const one = [{ pod: "a\x1b[2J", status: "x\ny", rps: "", reason: "" }];
		expect(printTable(columns, one, pipe, { headers: "hidden" })).toBe(
			"a\\x1b[2J   x\\ny\n",
		);
	});

	it("is its headings when there are no rows", () => {
		expect(printTable(columns, [], pipe)).toBe("POD   STATUS   RPS\n");
		expect(printTable(columns, [], pipe, { headers: "hidden" })).toBe("");
	});
});
