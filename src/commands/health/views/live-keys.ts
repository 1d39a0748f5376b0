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
	readonly turnTo: (page: Page) => void;
	readonly quit: () => void;
};

/** What the body of the screen shows. */
export type Page = "table" | "help";

/** Returns the keys of the help page. */
export const helpKeys = ({
	turnTo,
	quit,
}: Pick<Acting, "turnTo" | "quit">): readonly KeyBinding[] => [
	{
		keys: ["escape", "?", "enter"],
		help: { keys: "esc", does: "back" },
		run: () => turnTo("table"),
	},
	quitKey(quit),
];

/** Returns the keys of the table beside those that move the cursor. */
export const tableKeys = ({
	order,
	filter,
	stream,
	togglePause,
	turnTo,
	quit,
}: Acting): readonly KeyBinding[] => [
	...sortKeys(order),
	...filter.bindings,
	{
		keys: ["space"],
		help: { keys: "space", does: stream === "paused" ? "go on" : "pause" },
		run: togglePause,
	},
	{
		keys: ["?"],
		help: { keys: "?", does: "help" },
		run: () => turnTo("help"),
	},
	quitKey(quit),
];

const quitKey = (quit: () => void): KeyBinding => ({
	keys: ["q"],
	help: { keys: "q", does: "quit" },
	run: quit,
});

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
		help: { keys: key, does: `${by}${sortedBy === by ? " ↓" : ""}` },
		run: () => sort(by, (a, b) => value(a).localeCompare(value(b))),
	}));

/** Returns the text by which statuses are sorted, so that failures come first. */
function statusRank(status: string): string {
	return `${["SERVING", NO_STATUS].indexOf(status) + 1}${status}`;
}
