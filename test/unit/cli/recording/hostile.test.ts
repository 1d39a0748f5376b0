// A recording may come from anybody. Whatever it holds, a replay reports what is wrong in one line.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { runInProcess } from "../../../in-process.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";
import { RECORDINGS } from "./recordings.ts";

const folder = temporaryFolder(afterAll);
const { signal } = new AbortController();

async function replay(
	line: readonly string[],
	lines: readonly string[],
): Promise<{ readonly stdout: string; readonly stderr: string }> {
	const file = join(folder, "recording.jsonl");
	writeFileSync(file, lines.join("\n"));
	const run = { env: {}, input: undefined, signal };
	return runInProcess([...line, "--replay", file], run);
}

const header = (command: string, view: object) => ({
	apiVersion: "kubectl-grpc/v1",
	kind: "Recording",
	command,
	startedAt: "2026-01-01T00:00:00Z",
	view,
});

const timed = (facts: readonly unknown[]) =>
	facts.map((fact, index) => ({ atMs: index, fact }));

describe.each(
	RECORDINGS.map((recording, index) => ({
		...recording,
		name: `${recording.line.join(" ")} (${index})`,
	})),
)("$name", ({ line, view, facts }) => {
	const [command = ""] = line;
	const whole = [header(command, view), ...timed(facts)];

	test("is shown as it is", async () => {
		const { stdout, stderr } = await replay(
			line,
			whole.map((each) => JSON.stringify(each)),
		);
		expect(stderr).not.toContain("recording");
		expect(stdout).not.toBe("");
	});

	test("never crashes, whatever one of its values is replaced by", async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.nat(),
				fc.jsonValue({ maxDepth: 2 }),
				async (at, value) => {
					const lines = replaced(whole, at, value);
					expectClear(await replay(line, lines));
				},
			),
			{ numRuns: 60 },
		);
	});

	test("never crashes, wherever it is cut", async () => {
		const text = whole.map((each) => JSON.stringify(each)).join("\n");
		await fc.assert(
			fc.asyncProperty(fc.nat(text.length), async (end) => {
				expectClear(await replay(line, [text.slice(0, end)]));
			}),
			{ numRuns: 20 },
		);
	});

	test("never crashes on facts out of order, or on other JSON", async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.shuffledSubarray([...facts, ...facts]),
				fc.option(fc.jsonValue(), { freq: 3 }),
				async (some, other) => {
					const all = [
						header(command, view),
						...timed(some),
						...(other === null ? [] : [other]),
					];
					const lines = all.map((each) => JSON.stringify(each));
					expectClear(await replay(line, lines));
				},
			),
			{ numRuns: 30 },
		);
	});
});

function expectClear({ stderr }: { readonly stderr: string }): void {
	expect(stderr).not.toContain("this is a bug");
	expect(stderr.match(/^error: /gm)?.length ?? 0).toBeLessThan(2);
}

/** Returns the lines with one of all their values replaced, the one at index `at`. */
function replaced(
	lines: readonly object[],
	at: number,
	value: unknown,
): readonly string[] {
	const total = lines.map(valuesIn).reduce((sum, one) => sum + one, 0);
	let left = at % total;
	return lines.map((line) => {
		const text = JSON.stringify(line, (_, each: unknown) =>
			left-- === 0 ? value : each,
		);
		return text ?? "null";
	});
}

function valuesIn(line: unknown): number {
	let count = 0;
	JSON.stringify(line, (_, each: unknown) => {
		count++;
		return each;
	});
	return count;
}
