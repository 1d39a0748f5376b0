import fc from "fast-check";
import { render } from "ink-testing-library";
import { describe, expect, it } from "vitest";
import {
	fitColumns,
	type LiveColumn,
} from "../../../../src/render/ink/fit-columns.ts";
import { ColourContext } from "../../../../src/render/ink/line.tsx";
import {
	LiveTable,
	liveTableLines,
	visibleRows,
} from "../../../../src/render/ink/live-table.tsx";
import { inOrder } from "../../../../src/render/ink/row-order.ts";
import {
	moveCursor,
	START,
	settleCursor,
} from "../../../../src/render/ink/table-cursor.ts";
import { bad, cutTo, plainText } from "../../../../src/render/span.ts";

type Row = { readonly name: string };

const columns: readonly LiveColumn<Row>[] = [
	{
		title: "POD",
		value: ({ name }) => `user-service-${name}`,
		short: ({ name }, width) => [
			cutTo("user-service", Math.max(1, width - 2)),
			`-${name}`,
		],
	},
	{ title: "STATUS", value: () => bad("NOT_SERVING") },
	{ title: "RPS", value: () => "12", align: "right", dropOrder: 2 },
	{
		title: "TIME",
		value: (_row, width) => "x".repeat(width),
		grow: { min: 5, max: 10 },
		dropOrder: 1,
	},
];
const rows: readonly Row[] = ["a", "b", "c", "d"].map((name) => ({ name }));

const fitted = (room: number) =>
	fitColumns(columns, rows, room).map(
		({ column, width }) => `${column.title} ${width}`,
	);

describe("fitColumns", () => {
	it.each([
		[100, ["POD 14", "STATUS 11", "RPS 3", "TIME 10"]],
		[44, ["POD 14", "STATUS 11", "RPS 3", "TIME 7"]],
		[42, ["POD 14", "STATUS 11", "RPS 3", "TIME 5"]],
		[41, ["POD 14", "STATUS 11", "TIME 10"]],
		[35, ["POD 14", "STATUS 11"]],
		[27, ["POD 13", "STATUS 11"]],
		[17, ["POD 3", "STATUS 11"]],
		[5, ["POD 3", "STATUS 11"]],
	])("in %i columns", (room, shown) => {
		expect(fitted(room)).toEqual(shown);
	});
});

const table = (
	count: number,
	area: { columns: number; rows: number },
	top = 0,
) =>
	liveTableLines({
		columns,
		rows: rows.slice(0, count),
		cursor: { key: "a", index: top, top },
		area,
		empty: ["no pods", "deploy/web has no pods: it is scaled to 0"],
	}).map(plainText);

describe("live table", () => {
	it("has headings, rows and a mark at the selected one", () => {
		expect(table(2, { columns: 60, rows: 10 })).toEqual([
			"  POD              STATUS        RPS   TIME",
			"› user-service-a   NOT_SERVING    12   xxxxxxxxxx",
			"  user-service-b   NOT_SERVING    12   xxxxxxxxxx",
		]);
	});

	it("says which rows are seen when there are more", () => {
		expect(table(4, { columns: 25, rows: 4 }, 1)).toEqual([
			"  POD         STATUS",
			"› user-s…-b   NOT_SERVING",
			"  user-s…-c   NOT_SERVING",
			"  2–3 of 4",
		]);
		expect(visibleRows(4, 4)).toBe(2);
		expect(visibleRows(4, 5)).toBe(4);
		expect(visibleRows(4, 1)).toBe(1);
	});

	it("has a row in place of headings where there is one line", () => {
		const [line] = table(4, { columns: 25, rows: 1 }, 1);
		expect(line).toBe("› user-s…-b   NOT_SERVING");
	});

	it("says so when there are none", () => {
		expect(table(0, { columns: 30, rows: 4 }).slice(1)).toEqual([
			"  no pods",
			"  deploy/web has no pods: it",
			"    is scaled to 0",
		]);
	});

	it.each(["plain", "colour"] as const)("is drawn in %s", (colour) => {
		const { lastFrame, unmount } = render(
			<ColourContext value={colour}>
				<LiveTable
					columns={columns}
					rows={rows}
					cursor={{ key: "a", index: 0, top: 0 }}
					area={{ columns: 22, rows: 5 }}
					empty={[]}
				/>
			</ColourContext>,
		);
		const frame = lastFrame() ?? "";
		expect(frame.includes("\x1b[31mNOT_SERVING")).toBe(colour === "colour");
		expect(frame.split("\n")).toHaveLength(5);
		unmount();
	});
});

describe("cursor", () => {
	const keys = ["a", "b", "c", "d", "e", "f"];

	it.each([
		["down", 1, 0],
		["up", 0, 0],
		["page-down", 2, 0],
		["last", 5, 3],
		["first", 0, 0],
	] as const)("%s from the start", (motion, index, top) => {
		expect(moveCursor(START, motion, keys, 3)).toEqual({
			key: keys[index],
			index,
			top,
		});
	});

	it("stays with its row when rows come and go above it", () => {
		const at = { key: "c", index: 2, top: 0 };
		expect(settleCursor(at, ["x", ...keys], 3)).toEqual({
			key: "c",
			index: 3,
			top: 1,
		});
	});

	it("goes to the row that takes the place of its own", () => {
		const at = { key: "c", index: 2, top: 0 };
		expect(settleCursor(at, ["a", "b", "d"], 3).key).toBe("d");
		expect(settleCursor(at, ["a", "b"], 3).key).toBe("b");
		expect(settleCursor(at, [], 3)).toEqual({ key: "c", index: 0, top: 0 });
	});

	it("is always in the window, and the window full", () => {
		const motions = [
			"up",
			"down",
			"page-up",
			"page-down",
			"first",
			"last",
		] as const;
		fc.assert(
			fc.property(
				fc.array(fc.constantFrom(...motions)),
				fc.integer({ min: 1, max: 12 }),
				fc.integer({ min: 1, max: 8 }),
				(path, count, height) => {
					const all = Array.from({ length: count }, (_, n) => `row ${n}`);
					let cursor = settleCursor(START, all, height);
					for (const motion of path)
						cursor = moveCursor(cursor, motion, all, height);
					expect(cursor.key).toBe(all[cursor.index]);
					expect(cursor.index).toBeGreaterThanOrEqual(cursor.top);
					expect(cursor.index).toBeLessThan(cursor.top + height);
					expect(cursor.top).toBeLessThanOrEqual(Math.max(0, count - height));
					expect(cursor.top).toBeGreaterThanOrEqual(0);
				},
			),
		);
	});
});

describe("inOrder", () => {
	it("keeps places and puts what is new at the end", () => {
		const names = (order: readonly string[]) =>
			inOrder(rows, ({ name }) => name, order)
				.map(({ name }) => name)
				.join("");
		expect(names([])).toBe("abcd");
		expect(names(["c", "gone", "a"])).toBe("cabd");
	});
});
