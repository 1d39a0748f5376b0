// A hostile API server or a foreign recording may use any names, and people paste the lines of fixes into a shell.
import { expect, test } from "vitest";
import { ERROR_CODES } from "../../../../src/errors.ts";
import {
	answered,
	NOT_SERVING,
	reportOf,
	SERVER,
	SERVING,
	target,
	unreachable,
} from "./build.ts";

const HOSTILE = "x;$(reboot)`reboot`'";

const container = { ...SERVER, name: HOSTILE };
const names = { name: HOSTILE, namespace: HOSTILE, node: HOSTILE };
const hostile = target("a", {
	...names,
	ready: "not-ready",
	containers: [container, { ...container, name: `${HOSTILE}2` }],
});
const stopped = target("b", {
	...names,
	unreachable: "it crashes",
	ended: {
		name: HOSTILE,
		run: "previous",
		exitCode: 1,
		reason: "Error",
	},
	containers: [container, { ...container, name: `${HOSTILE}2` }],
});
const cannotBeAsked = target("c", { ...names, unreachable: "it is pending" });

/** Returns what a shell would interpret: all but escaped quotes and what is in single quotes. */
const outsideQuotes = (line: string) => line.replaceAll(/\\'|'[^']*'/g, "");

test("no fix makes a shell execute the names of a pod", () => {
	const siblings = ["s", "t"].map(
		(suffix) =>
			[target(suffix, { namespace: HOSTILE }), answered(SERVING)] as const,
	);
	const seen = [
		[hostile, answered(SERVING)],
		[hostile, answered(NOT_SERVING)],
		[stopped, unreachable("unreachable")],
		[cannotBeAsked, unreachable("unreachable")],
		...ERROR_CODES.map((code) => [hostile, unreachable(code)] as const),
	] as const;
	const fixes = seen
		.flatMap((each) => reportOf([each, ...siblings]).pods)
		.flatMap(({ findings }) => findings)
		.map(({ fix }) => fix.slice(fix.indexOf("kubectl")));
	const naming = fixes.filter((fix) => fix.includes("reboot"));
	expect(new Set(naming).size).toBe(4);
	for (const fix of naming) expect(outsideQuotes(fix)).not.toContain("reboot");
});
