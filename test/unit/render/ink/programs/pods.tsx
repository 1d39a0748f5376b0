// A live screen of pods, as health --watch has one: everything that screens are built of, on data that is made up.
import { useApp, useWindowSize } from "ink";
import { createFeed, useFeed } from "../../../../../src/render/ink/feed.ts";
import {
	filterLine,
	matchesFilter,
	useFilter,
} from "../../../../../src/render/ink/filter.ts";
import type { LiveColumn } from "../../../../../src/render/ink/fit-columns.ts";
import { fitPodName } from "../../../../../src/render/ink/fit-pod-name.ts";
import { keyHelpLine } from "../../../../../src/render/ink/key-help.ts";
import { type KeyMap, useKeys } from "../../../../../src/render/ink/keys.ts";
import {
	LiveTable,
	visibleRows,
} from "../../../../../src/render/ink/live-table.tsx";
import { useRowOrder } from "../../../../../src/render/ink/row-order.ts";
import { runScreen } from "../../../../../src/render/ink/run-screen.tsx";
import {
	bodyArea,
	ScreenFrame,
	twoEnds,
} from "../../../../../src/render/ink/screen-frame.tsx";
import { useTableCursor } from "../../../../../src/render/ink/table-cursor.ts";
import { bad, good, strong } from "../../../../../src/render/span.ts";
import {
	recordMark,
	timelineStrip,
} from "../../../../../src/render/timeline.ts";

type Pod = { readonly name: string; readonly serving: boolean };

/** Five letters as Kubernetes draws them, different for every pod. */
const suffix = (n: number) =>
	String(n)
		.padStart(5, "0")
		.replaceAll("0", "x")
		.replaceAll("1", "z")
		.replaceAll("3", "b");

let now: readonly Pod[] = Array.from(
	{ length: Number(process.argv[2] ?? 3) },
	(_, n) => ({
		name: `user-service-7f98d6c569-${suffix(n)}`,
		serving: n % 3 !== 1,
	}),
);
const pods = createFeed(() => now);

const SERVING = { letter: "S", tone: "good" } as const;
const NOT_SERVING = { letter: "N", tone: "bad" } as const;
const healthy = recordMark([], 0, SERVING);
const stretch = { fromMs: 0, toMs: 60_000 };

const columns: readonly LiveColumn<Pod>[] = [
	{
		title: "POD",
		value: ({ name }) => name,
		short: ({ name }, columns) => fitPodName(name, columns),
	},
	{ title: "READY", value: () => "1/1", dropOrder: 3 },
	{
		title: "STATUS",
		value: ({ serving }) => (serving ? good("SERVING") : bad("NOT_SERVING")),
	},
	{ title: "LATENCY", value: () => "2.1ms", align: "right", dropOrder: 2 },
	{
		title: "RPS",
		value: () => "1,204",
		grow: { min: 8, max: 8 },
		dropOrder: 5,
	},
	{
		title: "LAST MINUTE",
		value: ({ serving }, room) =>
			timelineStrip(
				serving ? healthy : recordMark(healthy, 30_000, NOT_SERVING),
				stretch,
				room,
			),
		grow: { min: 12, max: 60 },
		dropOrder: 1,
	},
];

function Pods() {
	const { exit } = useApp();
	const screen = useWindowSize();
	const filter = useFilter();
	const all = useFeed(pods);
	const found = all.filter(({ name }) => matchesFilter(name, filter.text));
	const { rows, sort } = useRowOrder(found, ({ name }) => name);
	const serving = all.filter((pod) => pod.serving).length;
	const header = [
		twoEnds(
			[
				[
					strong("deploy/user-service"),
					`   ${serving} of ${all.length} pods serving`,
				],
			],
			["watching", ""],
			screen.columns,
		),
	];
	const keys = rows.map(({ name }) => name);
	const footerRows = filter.mode === "off" ? 1 : 2;
	const area = bodyArea(screen, { header: header.length, footer: footerRows });
	const { cursor, bindings } = useTableCursor(
		keys,
		visibleRows(rows.length, area.rows),
	);
	const own: KeyMap = {
		bindings: [
			...bindings,
			{
				keys: ["s"],
				help: { keys: "s", does: "status" },
				run: () =>
					sort("status", (a, b) => Number(a.serving) - Number(b.serving)),
			},
			...filter.bindings,
			{
				keys: ["x"],
				run: () => {
					throw new Error("thrown by a key");
				},
			},
			{
				keys: ["u"],
				run: () => {
					now = now.map((pod) => ({ ...pod, serving: true }));
					pods.changed();
				},
			},
			{ keys: ["q"], help: { keys: "q", does: "quit" }, run: () => exit() },
		],
	};
	const map = filter.typing ?? own;
	useKeys(map);
	const help = keyHelpLine(map.bindings, screen.columns);
	const footer = filter.mode === "off" ? [help] : [filterLine(filter), help];
	return (
		<ScreenFrame screen={screen} edges={{ header, footer }}>
			<LiveTable
				columns={columns}
				rows={rows}
				cursor={cursor}
				area={area}
				empty={["no pod matches"]}
			/>
		</ScreenFrame>
	);
}

console.log("before the screen");
try {
	await runScreen(<Pods />, {
		stdin: process.stdin,
		stdout: process.stdout,
		stderr: process.stderr,
		colour: process.env["NO_COLOR"] ? "plain" : "colour",
		signal: AbortSignal.timeout(20_000),
	});
	console.log("ended: quit");
} catch (error) {
	console.log(
		`ended: ${error instanceof Error ? error.message : String(error)}`,
	);
}
