import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runInProcess } from "../../../../in-process.ts";
import { temporaryFolder } from "../../../../temporary-folder.ts";
import { tcpServer } from "../../../tcp-server.ts";

const folder = temporaryFolder(afterAll);

/** Interrupts a run as soon as it is connected to a silent server, and replays its recording. */
async function interrupted(...flags: readonly string[]) {
	const file = join(folder, "recording.jsonl");
	const leaving = new AbortController();
	const port = await tcpServer(() => leaving.abort());
	const call = ["call", `127.0.0.1:${port}`, "shop.Shop/List", "--plaintext"];
	const then = await runInProcess([...call, ...flags, "--record", file], {
		env: {},
		signal: leaving.signal,
	});
	const again = await runInProcess(["call", "--replay", file], { env: {} });
	return { then, again };
}

test.each([
	[[]],
	[["--all-pods"]],
	[["--repeat=2"]],
	[["--all-pods", "--repeat=2"]],
])(
	"a run that was interrupted before any call, %j, ends as it did",
	async (flags) => {
		const { then, again } = await interrupted(...flags);
		expect(then.status).toBe(130);
		expect(again.stderr).not.toContain("cut short");
		expect(again.stdout).toBe(then.stdout);
		expect(again.status).toBe(130);
	},
);
