import { expect, test } from "vitest";
import { CLUSTER_FLAGS } from "../../../../../src/cli/cluster-flags.ts";
import type { Flag } from "../../../../../src/cli/flags.ts";
import { CALL_FLAGS } from "../../../../../src/commands/call/command.ts";
import { runInProcess } from "../../../../in-process.ts";

/** Flags that say how a recorded call is shown. */
const SHOWING: readonly string[] = [
	"color",
	"emit-defaults",
	"enum-numbers",
	"format",
	"no-headers",
	"output",
	"output-file",
	"proto-names",
	"proto-out-dir",
	"protoset-out",
	"record",
	"record-payloads",
	"replay",
	"ui",
	"v",
];

/** A flag with a value that is not its default. */
function given(name: string, flag: Flag): string {
	switch (flag.kind) {
		case "boolean":
			return `--${name}`;
		case "integer":
			return `--${name}=3`;
		case "duration":
			return `--${name}=3s`;
		case "string":
		case "strings": {
			const choices = "choices" in flag ? flag.choices : undefined;
			return `--${name}=${choices?.at(-1) ?? "a:b"}`;
		}
	}
}

const replay = (...flags: readonly string[]) =>
	runInProcess(["call", "--replay", "/nonexistent", ...flags], { env: {} });

const others = Object.entries<Flag>(CALL_FLAGS).filter(
	([name]) => !SHOWING.includes(name) && !Object.hasOwn(CLUSTER_FLAGS, name),
);

test.each(others)("--%s asks, and a recording is not asked", async (...one) => {
	const { status, stderr } = await replay(given(...one));
	expect(stderr).toContain(`and makes none: leave out --${one[0]}\n`);
	expect(status).toBe(1);
});

test("flags of the cluster are for every command, a replay among them", async () => {
	const { stderr } = await replay("--context=x", "-n", "shop", "-v=9");
	expect(stderr).toContain("/nonexistent");
	expect(stderr).not.toContain("leave out");
});
