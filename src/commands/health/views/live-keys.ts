import type { useFilter } from "../../../render/ink/filter.ts";
import type { KeyBinding } from "../../../render/ink/keys.ts";
import type { useRowOrder } from "../../../render/ink/row-order.ts";
import { NO_STATUS } from "../unknown-service.ts";
import { rowKey } from "./live-model.ts";
import type { HealthRow } from "./rows.ts";

/** What the keys of the screen act on. */
export type Acting = {
	readonly order: Pick<
		ReturnType<typeof useRowOrder<HealthRow>>,
		"sort" | "sortedBy"
	>;
	readonly filter: Pick<ReturnType<typeof useFilter>, "bindings">;
	readonly stream: "paused" | "running";
	readonly togglePause: () => void;
	readonly quit: () => void;
};

/** Returns the keys of the screen beside those that move the cursor. */
export const liveKeys = ({
	order,
	filter,
	stream,
	togglePause,
	quit,
}: Acting): readonly KeyBinding[] => [
	...sortKeys(order),
	...filter.bindings,
	{
		keys: ["space"],
		help: { keys: "space", does: stream === "paused" ? "go on" : "pause" },
		run: togglePause,
	},
	{ keys: ["q"], help: { keys: "q", does: "quit" }, run: quit },
];

/** What rows can be sorted by, each with its key. */
const SORTS: readonly {
	readonly key: string;
	readonly by: string;
	readonly value: (row: HealthRow) => string;
}[] = [
	{ key: "s", by: "status", value: ({ check }) => statusRank(check.status) },
	{ key: "p", by: "pod", value: rowKey },
	{ key: "n", by: "node", value: ({ pod }) => pod.node ?? "" },
];

const sortKeys = ({ sort, sortedBy }: Acting["order"]): readonly KeyBinding[] =>
	SORTS.map(({ key, by, value }) => ({
		keys: [key],
		help: { keys: key, does: `by ${by}${sortedBy === by ? " ↓" : ""}` },
		run: () => sort(by, (a, b) => value(a).localeCompare(value(b))),
	}));

/** Returns the text by which statuses are sorted, so that failures come first. */
function statusRank(status: string): string {
	return `${["SERVING", NO_STATUS].indexOf(status) + 1}${status}`;
}
