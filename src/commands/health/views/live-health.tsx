import { useApp, useWindowSize } from "ink";
import { useState } from "react";
import type { Scope } from "../../../cli/aim.ts";
import { type Feed, useClock, useFeed } from "../../../render/ink/feed.ts";
import {
	type FilterState,
	filterLine,
	matchesFilter,
	useFilter,
} from "../../../render/ink/filter.ts";
import { keyHelpLine } from "../../../render/ink/key-help.ts";
import { type KeyMap, useKeys } from "../../../render/ink/keys.ts";
import { Lines } from "../../../render/ink/line.tsx";
import { LiveTable, visibleRows } from "../../../render/ink/live-table.tsx";
import { useRowOrder } from "../../../render/ink/row-order.ts";
import {
	type Area,
	bodyArea,
	ScreenFrame,
} from "../../../render/ink/screen-frame.tsx";
import { useTableCursor } from "../../../render/ink/table-cursor.ts";
import type { StyledText } from "../../../render/span.ts";
import type { AskedServices } from "../questions.ts";
import { type HealthReport, healthReport } from "../report.ts";
import { changeLine } from "./change-line.ts";
import { findingLines } from "./finding-lines.ts";
import { liveColumns } from "./live-columns.ts";
import { liveHeader } from "./live-header.ts";
import { LIVE_HELP } from "./live-help.ts";
import { type Acting, helpKeys, type Page, tableKeys } from "./live-keys.ts";
import { type LiveModel, rowKey } from "./live-model.ts";
import type { Output } from "./output.ts";
import { type HealthRow, rowsOf } from "./rows.ts";

/**
 * Number of lines for the findings of the selected pod, depending on the room that the table leaves. Where the screen is low, they are a
 * third of what both have. The table that is printed at the end has all findings.
 */
const FINDING_LINES = { fewest: 4, most: 10, share: 1 / 3 };
/** Rows for the verdict and for a blank line above the table. */
const HEADER_ROWS = 2;
/** Rows for the last change and the keys. */
const FURTHER_FOOTER_ROWS = 2;
/** Rows for the headings and for a blank line below the table. */
const ROWS_AROUND = 2;

const readClock = (): number => performance.now();

type LiveHealthProps = {
	readonly feed: Feed<LiveModel>;
	readonly services: AskedServices;
	readonly scope: Scope;
	readonly layout: "table" | "wide";
	/** When the screen began, by `performance.now()`, the clock of the facts. */
	readonly startMs: number;
	readonly timeAt: Output["timeAt"];
};

/** The live screen of `health --watch`: one row for each check with its past, and the findings of the selected pod. */
export function LiveHealth({
	feed,
	services,
	scope,
	layout,
	startMs,
	timeAt,
}: LiveHealthProps) {
	const { exit } = useApp();
	const screen = useWindowSize();
	const nowMs = useClock(readClock, 1_000);
	const { model, stream, togglePause } = usePausable(useFeed(feed));
	const filter = useFilter();
	const [page, turnTo] = useState<Page>("table");
	const report = healthReport(model.state, services);
	const { rows, area, findingRows, cursor, keys } = useHealthTable(
		report,
		screen,
		{ filter, stream, togglePause, page, turnTo, quit: () => exit() },
	);
	const { columns } = screen;
	const shown = stream === "paused" ? stream : model.pods;
	const edges = {
		header: [liveHeader(report, shown, columns), ""],
		footer: [
			...findingLines(
				rows[cursor.index]?.pod,
				columns,
				findingRows,
				whatLacks(model),
			),
			lastChangeLine(model, scope, columns),
			...(filter.mode === "off" ? [] : [filterLine(filter)]),
			keyHelpLine(keys, columns),
		],
	};
	const runningMs = stream === "paused" ? 0 : nowMs - startMs;
	const elapsedMs = Math.max(model.atMs, runningMs);
	return (
		<ScreenFrame screen={screen} edges={edges}>
			{page === "help" ? (
				<Lines lines={LIVE_HELP} columns={columns} rows={area.rows} />
			) : (
				<LiveTable
					columns={liveColumns(rows, model, {
						scope,
						layout,
						elapsedMs,
						nowMs: timeAt(elapsedMs),
					})}
					rows={rows}
					cursor={cursor}
					area={area}
					empty={whyEmpty(model, filter.text)}
				/>
			)}
		</ScreenFrame>
	);
}

/** Keeps the table of a report: its rows and their order, the selected one, and the keys that act on them. */
function useHealthTable(
	report: HealthReport,
	screen: Area,
	acting: Omit<Acting, "order" | "filter"> & {
		readonly filter: ReturnType<typeof useFilter>;
		readonly page: Page;
	},
) {
	const { filter, page } = acting;
	const found = rowsOf(report).filter((row) =>
		matchesFilter(rowText(row), filter.text),
	);
	const order = useRowOrder(found, rowKey);
	const { rows } = order;
	const lines = page === "help" ? LIVE_HELP.length : rows.length;
	const { area, findingRows } = layOutScreen(screen, lines, filter);
	const seen = visibleRows(rows.length, area.rows);
	const { cursor, bindings } = useTableCursor(rows.map(rowKey), seen);
	const keyMap: KeyMap =
		page === "help"
			? { bindings: helpKeys(acting) }
			: (filter.typing ?? {
					bindings: [...bindings, ...tableKeys({ ...acting, order })],
				});
	useKeys(keyMap);
	return { rows, area, findingRows, cursor, keys: keyMap.bindings };
}

/** Divides the screen between the table and what is around it. */
function layOutScreen(
	screen: Area,
	rows: number,
	filter: FilterState,
): { readonly area: Area; readonly findingRows: number } {
	const further = FURTHER_FOOTER_ROWS + (filter.mode === "off" ? 0 : 1);
	const shared = screen.rows - HEADER_ROWS - ROWS_AROUND - further;
	const findingRows = findingRowsOf(shared, rows);
	const edges = { header: HEADER_ROWS, footer: findingRows + further };
	return { area: bodyArea(screen, edges), findingRows };
}

/** Returns how many lines the findings get of those that they share with the rows of the table. */
function findingRowsOf(shared: number, rows: number): number {
	const { fewest, most, share } = FINDING_LINES;
	const least = Math.min(fewest, Math.max(1, Math.floor(shared * share)));
	return Math.min(Math.max(shared - rows, least), most);
}

function lastChangeLine(
	{ lastChange }: LiveModel,
	scope: Scope,
	columns: number,
): StyledText {
	return lastChange === undefined ? "" : changeLine(lastChange, scope, columns);
}

/** Returns why targets lack pods, without what passes in a rollout. An empty table says it itself. */
function whatLacks({ state }: LiveModel): readonly string[] {
	if (state.pods.size === 0) return [];
	return state.targetsWithoutPods
		.filter(({ pods, origin }) => pods === undefined || state.short.has(origin))
		.map(({ message }) => message);
}

function whyEmpty(model: LiveModel, filter: string): readonly string[] {
	if (model.pods === "listing") return ["looking for pods…"];
	if (filter !== "") return ["no pod matches the filter"];
	const why = model.state.targetsWithoutPods.map(({ message }) => message);
	return why.length === 0 ? ["no pods"] : why;
}

type Pausable = {
	readonly model: LiveModel;
	readonly stream: "paused" | "running";
	readonly togglePause: () => void;
};

/** Keeps the screen as it is while it is paused. What happens meanwhile is shown when it goes on. */
function usePausable(current: LiveModel): Pausable {
	const [held, setHeld] = useState<LiveModel | undefined>(undefined);
	return {
		model: held ?? current,
		stream: held === undefined ? "running" : "paused",
		togglePause: () => setHeld(held === undefined ? current : undefined),
	};
}

function rowText({ pod, check }: HealthRow): string {
	return `${pod.namespace}/${pod.name} ${check.service} ${check.status} ${pod.node ?? ""} ${pod.status}`;
}
