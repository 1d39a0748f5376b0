import type { Scope } from "../../../cli/aim.ts";
import type { LiveColumn } from "../../../render/ink/fit-columns.ts";
import { fitPodName } from "../../../render/ink/fit-pod-name.ts";
import {
	columnsOf,
	cutTo,
	dim,
	type StyledText,
} from "../../../render/span.ts";
import { timelineStrip } from "../../../render/timeline.ts";
import { healthColumns } from "./columns.ts";
import { type LiveModel, timelineOf } from "./live-model.ts";
import type { HealthRow } from "./rows.ts";

/** Milliseconds of the past that the timeline shows. */
const SHOWN_MS = 60_000;

/** The order in which columns are dropped if there is no room, highest number first. Columns that are not named stay. */
const DROP_ORDER: Readonly<Record<string, number>> = {
	AGE: 8,
	RESTARTS: 7,
	TRANSPORT: 6,
	PORT: 5,
	NODE: 4,
	NAMESPACE: 3,
};

/** Number of columns for READY. Where there is no room, a longer status is cut, so that names and timelines keep theirs. */
const READY_COLUMNS = {
	min: "1/1 Terminating".length,
	max: "0/1 CreateContainerConfigError".length,
};

/** Returns the table's columns, with a timeline in place of the latency, which a Watch does not have. */
export function liveColumns(
	rows: readonly HealthRow[],
	model: LiveModel,
	view: {
		readonly scope: Scope;
		readonly layout: "table" | "wide";
		/** Milliseconds since the run began: where the timelines end. */
		readonly elapsedMs: number;
		readonly nowMs: number;
	},
): readonly LiveColumn<HealthRow>[] {
	const shown = healthColumns(rows, view).filter(
		({ priority, title }) =>
			title !== "LATENCY" && (priority !== "wide" || view.layout === "wide"),
	);
	return [
		...shown.map(({ title, value }) => ({
			title,
			value,
			...(title === "READY" ? readyCells(value, rows) : {}),
			...(title === "POD"
				? {
						short: ({ pod }: HealthRow, columns: number) =>
							fitPodName(pod.name, columns),
					}
				: {}),
			...(DROP_ORDER[title] === undefined
				? {}
				: { dropOrder: DROP_ORDER[title] }),
		})),
		{
			title: "LAST MINUTE",
			value: (row, columns) => {
				const timeline = timelineOf(model, row);
				const toMs = view.elapsedMs;
				const stretch = { fromMs: toMs - SHOWN_MS, toMs };
				return timeline.length === 0
					? dim("")
					: timelineStrip(timeline, stretch, columns);
			},
			grow: { min: 12, max: 60 },
			dropOrder: 1,
		},
	];
}

/** Returns the cells of READY: as wide as the longest, where there is room. */
function readyCells(
	value: (row: HealthRow) => StyledText,
	rows: readonly HealthRow[],
): Pick<LiveColumn<HealthRow>, "value" | "grow"> {
	const longest = rows.reduce(
		(widest, row) => Math.max(widest, columnsOf(value(row))),
		0,
	);
	return {
		value: (row, columns) => cutTo(value(row), columns),
		grow: {
			min: Math.min(longest, READY_COLUMNS.min),
			max: Math.min(longest, READY_COLUMNS.max),
		},
	};
}
