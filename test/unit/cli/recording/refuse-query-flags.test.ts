import { describe, expect, test } from "vitest";
import { CLUSTER_FLAGS } from "../../../../src/cli/cluster-flags.ts";
import type { Flag, Flags } from "../../../../src/cli/flags.ts";
import { CALL_FLAGS } from "../../../../src/commands/call/command.ts";
import { DESCRIBE_FLAGS } from "../../../../src/commands/describe/command.ts";
import { DIFF_FLAGS } from "../../../../src/commands/diff/command.ts";
import { HEALTH_FLAGS } from "../../../../src/commands/health/command.ts";
import { LIST_FLAGS } from "../../../../src/commands/list/command.ts";
import { runInProcess } from "../../../in-process.ts";

const FILES = ["protoset-out", "proto-out-dir"];

/** Flags that every command accepts beside --replay. */
const COMMON = ["color", "no-headers", "output", "record", "replay", "v"];

/** Each command with its flags, and with those of its own that decide how a run is shown. */
const COMMANDS: readonly [string, Flags, readonly string[]][] = [
	["health", HEALTH_FLAGS, ["watch", "wait"]],
	["list", LIST_FLAGS, FILES],
	["describe", DESCRIBE_FLAGS, [...FILES, "template", "msg-template"]],
	["diff", DIFF_FLAGS, [...FILES, "exit-code"]],
	[
		"call",
		CALL_FLAGS,
		[
			...FILES,
			"emit-defaults",
			"enum-numbers",
			"format",
			"output-file",
			"proto-names",
			"record-payloads",
			"ui",
		],
	],
];

/** Returns a flag with a value that is not its default. */
function given(name: string, flag: Flag): string {
	switch (flag.kind) {
		case "boolean":
			return `--${name}`;
		case "integer":
			return `--${name}=3`;
		case "duration":
			return `--${name}=30ms`;
		case "string":
		case "strings": {
			const choices = "choices" in flag ? flag.choices : undefined;
			return `--${name}=${choices?.at(-1) ?? "a:b"}`;
		}
	}
}

/** Returns the message of a replay of a missing file, with these flags. */
async function replay(command: string, flags: readonly string[]) {
	const line = [command, "--replay", "/nonexistent", ...flags];
	const { status, stderr } = await runInProcess(line, { env: {} });
	expect(status).toBe(1);
	return stderr;
}

describe.each(COMMANDS)("%s --replay", (command, flags, own) => {
	const asking = Object.entries(flags).filter(
		([name]) =>
			!Object.hasOwn(CLUSTER_FLAGS, name) &&
			![...COMMON, ...own].includes(name),
	);

	test.each(asking)(
		"--%s asks, and a recording is not asked",
		async (...one) => {
			expect(await replay(command, [given(...one)])).toContain(
				`and asks nothing: leave out --${one[0]}\n`,
			);
		},
	);

	test("what says how a run is shown is taken, and so are flags of the cluster and defaults", async () => {
		const shown = own.filter(
			(name) => !["output-file", "record-payloads", "ui"].includes(name),
		);
		const wanted = Object.entries(flags)
			.filter(([name]) => shown.includes(name) && name !== "wait")
			.map((one) => given(...one));
		const stderr = await replay(command, [
			...wanted,
			...["--context=x", "-n", "shop", "-v=9", "-o", "json", "--color=never"],
			"--connect-timeout=10s",
		]);
		expect(stderr).toContain("/nonexistent");
		expect(stderr).not.toContain("leave out");
	});
});

test("all that is asked is told in one line", async () => {
	expect(await replay("health", ["--tls", "-l", "app=users"])).toContain(
		"leave out --selector and --tls\n",
	);
});
