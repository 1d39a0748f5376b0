import { afterEach, expect, test, vi } from "vitest";
import type { Timed } from "../../../../src/cli/recording.ts";
import type { HealthFact } from "../../../../src/commands/health/facts.ts";
import { showOnce } from "../../../../src/commands/health/show-once.ts";
import type { Output } from "../../../../src/commands/health/views/output.ts";
import { pageOf } from "../../../../src/render/page.ts";

afterEach(() => void vi.useRealTimers());

function run(signal = new AbortController().signal) {
	const written = { stdout: "", stderr: "" };
	const stream = (name: keyof typeof written) => ({
		isTTY: true,
		columns: 80,
		write: (text: string) => {
			written[name] += text;
			return true;
		},
	});
	const stdout = stream("stdout");
	const output: Output = {
		stdout: stdout as unknown as NodeJS.WriteStream,
		stderr: stream("stderr") as unknown as NodeJS.WriteStream,
		env: {},
		format: { kind: "table" },
		headers: "shown",
		scope: "namespace",
		now: () => 0,
		page: pageOf(stdout, {}),
		live: "lines",
	};
	const found = Promise.withResolvers<readonly Timed<HealthFact>[]>();
	async function* facts() {
		yield* await found.promise;
	}
	const services = { kind: "named", names: [""] } as const;
	const status = showOnce(facts(), services, output, signal);
	return { written, found, status };
}

test("says on a terminal that it looks for pods, and takes that back", async () => {
	vi.useFakeTimers();
	const { written, found, status } = run();
	vi.advanceTimersByTime(499);
	expect(written.stderr).toBe("");
	vi.advanceTimersByTime(1);
	expect(written.stderr).toBe("\r\x1b[2Klooking for pods…");
	found.resolve([]);
	await status;
	expect(written.stderr.endsWith("…\r\x1b[2K")).toBe(true);
});

test("prints nothing after an interruption", async () => {
	const { written, found, status } = run(AbortSignal.abort());
	found.resolve([]);
	expect(await status).toBe(130);
	expect(written.stdout).toBe("");
});
