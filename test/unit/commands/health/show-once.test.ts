import { afterEach, expect, test, vi } from "vitest";
import type { Timed } from "../../../../src/cli/recording.ts";
import type { HealthFact } from "../../../../src/commands/health/facts.ts";
import { showOnce } from "../../../../src/commands/health/show-once.ts";
import type { Output } from "../../../../src/commands/health/views/output.ts";
import { parseSortKey } from "../../../../src/render/jsonpath/sort.ts";
import { answered, factsOf, SERVING, target } from "./build.ts";
import { outputOn } from "./output-on.ts";

afterEach(() => void vi.useRealTimers());

const timed = (facts: readonly HealthFact[]): readonly Timed<HealthFact>[] =>
	facts.map((fact) => ({ atMs: 0, fact }));

function run(
	signal = new AbortController().signal,
	more?: Partial<Output>,
	first: readonly Timed<HealthFact>[] = [],
) {
	const written = { stdout: "", stderr: "" };
	const stream = (name: keyof typeof written) => ({
		isTTY: true,
		columns: 80,
		write: (text: string) => {
			written[name] += text;
			return true;
		},
	});
	const output = outputOn(stream("stdout"), stream("stderr"), more);
	const found = Promise.withResolvers<readonly Timed<HealthFact>[]>();
	async function* facts() {
		yield* first;
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

test("names the pods that it waits for, once they are few; none that cannot be asked", async () => {
	vi.useFakeTimers();
	const seen = factsOf([
		[target("a"), answered(SERVING)],
		[target("b"), undefined],
		[target("c", { unreachable: "Pending" }), undefined],
	]);
	const { written, found, status } = run(undefined, {}, timed(seen));
	await vi.advanceTimersByTimeAsync(600);
	expect(written.stderr).toContain(
		"checked 2 of 3, waiting for user-service-7f98d6c569-b…",
	);
	found.resolve([]);
	await status;
});

test("names of pods are escaped where they are all that is printed", async () => {
	const { written, found, status } = run(undefined, {
		format: { kind: "name" },
	});
	const pod = target("a", { name: "a\u001b[2J" });
	found.resolve(timed(factsOf([[pod, answered(SERVING)]])));
	await status;
	expect(written.stdout).toBe("pod/a\\x1b[2J\n");
});

test("prints nothing after an interruption", async () => {
	const { written, found, status } = run(AbortSignal.abort());
	found.resolve([]);
	expect(await status).toBe(130);
	expect(written.stdout).toBe("");
});

test("a field to sort by that no pod has hides no report", async () => {
	const { written, found, status } = run(undefined, {
		sortKey: parseSortKey(".checks[0].latencyMs"),
	});
	found.resolve([{ atMs: 0, fact: { kind: "target", target: target("a") } }]);
	expect(await status).not.toBe(0);
	expect(written.stdout).toContain("0 of 1 pod serving");
	expect(written.stderr).toContain("no pod has {.checks[0].latencyMs}");
});
