// What the process does when its own streams cannot be written. No cluster takes part.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { http2Server } from "../unit/grpc/servers.ts";
import { BARE, PLUGIN_IN_SHELL } from "./harness/plugin.ts";

/** Runs a line in the shell. `kubectl-grpc` in it stands for the plugin. */
async function inShell(line: string) {
	const script = line.replace("kubectl-grpc", PLUGIN_IN_SHELL);
	const shell = spawn("/bin/sh", ["-c", script], { env: BARE });
	const closed = new Promise((resolve) => shell.once("close", resolve));
	const [stdout, stderr, status] = await Promise.all([
		text(shell.stdout),
		text(shell.stderr),
		closed,
	]);
	return { stdout, stderr, status };
}

describe.skipIf(!existsSync("/dev/full"))("a full disk", () => {
	test.each(["explain", "--help", "version --client"])(
		"under standard output is an error: %s",
		async (words) => {
			const { stderr, status } = await inShell(
				`kubectl-grpc ${words} >/dev/full`,
			);
			expect(stderr).toBe(
				"error: standard output cannot be written: the disk is full\n",
			);
			expect(status).toBe(1);
		},
	);

	test.each([
		["explain", 0],
		["explain KG999", 1],
		["call 127.0.0.1:1 a.B/C", 2],
	])("under standard error is not: %s", async (words, status) => {
		const run = await inShell(`kubectl-grpc ${words} 2>/dev/full`);
		expect(run.status).toBe(status);
	});
});

describe.skipIf(process.platform === "win32")("a reader that goes away", () => {
	test("is no error", async () => {
		const { stdout, stderr } = await inShell(
			"{ kubectl-grpc explain; echo status $? >&2; } | head -c 1",
		);
		expect(stdout).toHaveLength(1);
		expect(stderr).toBe("status 0\n");
	});

	test("that leaves before there is anything to read does not change the status", async () => {
		const { stderr } = await inShell(
			"{ sleep 0.2; kubectl-grpc health 127.0.0.1:1; echo status $? >&2; } | true",
		);
		expect(stderr).toBe("status 2\n");
	});

	test("ends a stream, and is no error", async () => {
		const port = await http2Server((stream) => {
			stream.respond({ "content-type": "application/grpc" });
			const more = () => {
				// A message without fields, with gRPC's head.
				while (!stream.destroyed && stream.write(Buffer.alloc(5 * 1_000)));
			};
			stream.on("drain", more);
			more();
		});
		const { stdout, stderr } = await inShell(
			`{ kubectl-grpc call 127.0.0.1:${port} user.UserService/ListUsers --proto=user.proto --import-path=test/proto --reflection=off; echo status $? >&2; } | head -n 1`,
		);
		expect(stdout).toBe("{}\n");
		expect(stderr).toBe("status 0\n");
	});

	test("of standard error changes nothing", async () => {
		const { stdout, stderr } = await inShell(
			"{ kubectl-grpc call 127.0.0.1:1 a.B/C 2>&1 >/dev/null; echo status $? >&3; } 3>&2 | true",
		);
		expect([stdout, stderr]).toEqual(["", "status 2\n"]);
	});
});
