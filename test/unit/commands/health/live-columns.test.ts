import { expect, test } from "vitest";
import { liveColumns } from "../../../../src/commands/health/views/live-columns.ts";
import { newModel } from "../../../../src/commands/health/views/live-model.ts";
import { rowsOf } from "../../../../src/commands/health/views/rows.ts";
import { fitColumns } from "../../../../src/render/ink/fit-columns.ts";
import { plainText } from "../../../../src/render/span.ts";
import { answered, reportOf, SERVING, target, unreachable } from "./build.ts";

const crashing = { status: "CrashLoopBackOff", ready: "not-ready" } as const;
const rows = rowsOf(
	reportOf([
		[target("hsc2s"), answered(SERVING)],
		[target("r84bt", crashing), unreachable("connection-refused")],
	]),
);
const [, second] = rows;

test.each([
	[100, "0/1 CrashLoopBackOff", 31],
	[80, "0/1 CrashLoopBac…", 14],
	[76, "0/1 CrashLoopB…", 12],
])(
	"in %i columns READY and the timeline share the room",
	(room, ready, strip) => {
		const columns = liveColumns(rows, newModel(), {
			scope: "namespace",
			layout: "table",
			elapsedMs: 0,
			nowMs: 0,
		});
		const fitted = fitColumns(columns, rows, room);
		const named = (title: string) =>
			fitted.find(({ column }) => column.title === title);
		expect(second && plainText(named("READY")?.cell(second) ?? "")).toBe(ready);
		expect(named("LAST MINUTE")?.width).toBe(strip);
	},
);
