import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import {
	type Guard,
	isListOf,
	isObject,
	isText,
} from "../../../../src/cli/recording/guard.ts";
import { openRecording } from "../../../../src/cli/recording/read.ts";
import { recordTo } from "../../../../src/cli/recording/write.ts";
import {
	checkRecordingFlags,
	openRun,
	recordingHeader,
	type Timed,
} from "../../../../src/cli/recording.ts";
import { PluginError } from "../../../../src/errors.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";

const folder = temporaryFolder(afterAll);
const file = join(folder, "recording.jsonl");

type Fact = { readonly words: readonly string[] };
const isFact: Guard<Fact> = isObject<Fact>({ words: isListOf(isText) });
const HEADER = recordingHeader("health", { of: "it" }, 0);

async function* seen(facts: readonly Fact[], end?: Error) {
	yield* facts;
	if (end !== undefined) throw end;
}

const { signal } = new AbortController();

async function all(facts: AsyncIterable<Timed<Fact>>) {
	const found: Fact[] = [];
	for await (const { fact } of facts) found.push(fact);
	return found;
}

async function read(tell: (line: string) => void = expect.unreachable) {
	const { facts } = await openRecording(file, {
		of: ["health"],
		isFact,
		tell,
		signal,
	});
	return all(facts);
}

test("what is recorded is read again, line by line", async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.record({ words: fc.array(fc.string({ unit: "binary" })) })),
			async (facts) => {
				expect(await all(recordTo(file, HEADER, seen(facts)))).toEqual(facts);
				expect(await read()).toEqual(facts);
			},
		),
		{ numRuns: 20 },
	);
});

describe.skipIf(process.platform === "win32")("a recording", () => {
	const modeAfterRecording = async (path: string) => {
		await all(recordTo(path, HEADER, seen([])));
		return statSync(path).mode & 0o777;
	};

	test("is readable by its owner only, also where a file was there", async () => {
		expect(await modeAfterRecording(join(folder, "own.jsonl"))).toBe(0o600);
		const old = join(folder, "old.jsonl");
		writeFileSync(old, "longer than what is recorded ".repeat(100));
		chmodSync(old, 0o644);
		expect(await modeAfterRecording(old)).toBe(0o600);
		expect(readFileSync(old, "utf8")).not.toContain("longer");
	});

	test("leaves what is no file as it is", async () => {
		const before = statSync("/dev/null").mode & 0o777;
		expect(await modeAfterRecording("/dev/null")).toBe(before);
	});
});

describe("a run that fails", () => {
	const failing = (error: Error) =>
		all(recordTo(file, HEADER, seen([{ words: ["a"] }], error)));

	test("fails again, with the same words", async () => {
		const error = new PluginError("pod-gone", "no pod x", { hint: ["look"] });
		await expect(failing(error)).rejects.toBe(error);
		await expect(read()).rejects.toMatchObject({
			code: "pod-gone",
			message: "no pod x",
			hint: ["look"],
		});
	});

	test("on its own input quotes none of it", async () => {
		await expect(
			failing(new PluginError("bad-input", "-d: s3cret is no number")),
		).rejects.toThrow("s3cret");
		expect(readFileSync(file, "utf8")).not.toContain("s3cret");
		await expect(read()).rejects.toMatchObject({ code: "bad-input" });
	});

	test("by a bug of ours, or Ctrl-C, leaves what was seen", async () => {
		await expect(failing(new TypeError("x"))).rejects.toThrow("x");
		expect(await read()).toEqual([{ words: ["a"] }]);
	});
});

test.each([
	["another version", { ...HEADER, apiVersion: "kubectl-grpc/v9" }, "v9"],
	["another command", { ...HEADER, command: "diff" }, 'recording of "diff"'],
	["no header", { ...HEADER, kind: "Report" }, "not a header"],
	["no object", 7, "not a header"],
])("%s is refused", async (_, header, says) => {
	writeFileSync(file, `${JSON.stringify(header)}\n`);
	await expect(read()).rejects.toThrow(says);
});

test.each([
	["a line that is no JSON", '{"atMs":1,"fact":{"wor', "cut short"],
	["a fact of another shape", '{"atMs":1,"fact":{"words":[1]}}', "not a fact"],
	["a fact without its time", '{"fact":{"words":[]}}', "not a fact"],
	[
		"an end with an unknown code",
		'{"atMs":1,"failed":{"code":"x"}}',
		"not a fact",
	],
])("%s is refused", async (_, line, says) => {
	writeFileSync(file, `${JSON.stringify(HEADER)}\n${line}\n`);
	await expect(read()).rejects.toThrow(says);
});

test("a recording that ends in the middle of a line is shown up to that line", async () => {
	const facts = [{ words: ["a"] }, { words: ["\u00e9\u00e9"] }];
	await all(recordTo(file, HEADER, seen(facts)));
	const whole = readFileSync(file);
	const [head = 0, first = 0, last = 0] = [...whole.entries()].flatMap(
		([at, byte]) => (byte === 10 ? [at + 1] : []),
	);
	for (let length = head; length <= last; length++) {
		writeFileSync(file, whole.subarray(0, length));
		const told: string[] = [];
		const shown = await read((line) => told.push(line));
		// The last byte of a line is its newline, so a line without it is complete.
		const lines = [first, last].filter((end) => length >= end - 1).length;
		expect(shown).toEqual(facts.slice(0, lines));
		const isWhole = [head, first, last].some((end) =>
			[end - 1, end].includes(length),
		);
		expect(told).toEqual(
			isWhole
				? []
				: [
						`warning: ${file} ends in the middle of a line: it was cut short, or is still being written; only its complete lines are shown`,
					],
		);
	}
});

test("a crafted command is not put into a line to paste", async () => {
	const command = "health; $(reboot)";
	writeFileSync(file, JSON.stringify({ ...HEADER, command }));
	await expect(read()).rejects.toMatchObject({
		message: expect.stringContaining("its first line is not a header"),
		hint: ["a recording is made with --record FILE"],
	});
});

test("a file that is not there, or cannot be written, is named", async () => {
	const nowhere = join(folder, "no", "where");
	await expect(
		openRecording(nowhere, {
			of: ["health"],
			isFact,
			tell: expect.unreachable,
			signal,
		}),
	).rejects.toThrow(`--replay: ${nowhere} does not exist`);
	await expect(all(recordTo(nowhere, HEADER, seen([])))).rejects.toThrow(
		`--record: ${nowhere} cannot be written: there is no such folder`,
	);
});

test("a replay asks no server", async () => {
	await all(recordTo(file, HEADER, seen([{ words: ["then"] }])));
	const { view, facts } = await openRun<Fact>(
		{ now: () => 5, stderr: process.stderr, signal },
		{ record: undefined, replay: file },
		{
			command: "health",
			view: { of: "now" },
			loadGuard: async () => isFact,
			see: () => {
				throw new Error("asked");
			},
		},
	);
	expect(view).toEqual({ of: "it" });
	expect(await all(facts)).toEqual([{ words: ["then"] }]);
});

test.each([
	[{ record: "a", replay: "b" }, [], "choose one"],
	[{ record: undefined, replay: "b" }, ["deploy/x"], "leave out the target"],
])("%j with target %j: %s", (flags, target, says) => {
	expect(() => checkRecordingFlags(flags, target)).toThrow(says);
});
