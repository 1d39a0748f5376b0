import { createReadStream, createWriteStream } from "node:fs";
import { createInterface } from "node:readline/promises";
import { finished } from "node:stream/promises";
import { setTimeout as pause } from "node:timers/promises";
import { PluginError } from "../errors.ts";
import type { API_VERSION } from "./structured.ts";

/** A fact and when it was seen, in milliseconds since the run began. */
export type Timed<Fact> = { readonly atMs: number; readonly fact: Fact };

/** First line of a recording: which command it is of, and what that command needs to draw it again. */
export type RecordingHeader = {
	readonly apiVersion: typeof API_VERSION;
	readonly kind: "Recording";
	readonly command: string;
	/** ISO 8601. */
	readonly startedAt: string;
	readonly view: Readonly<Record<string, unknown>>;
};

/** Stamps facts with the time since the first of them was asked for. */
export async function* timed<Fact>(
	facts: AsyncIterable<Fact>,
): AsyncGenerator<Timed<Fact>, void> {
	const startMs = performance.now();
	for await (const fact of facts)
		yield { atMs: Math.round(performance.now() - startMs), fact };
}

/** Passes facts on and writes each as a JSON line to `file`, readable by its owner only. @throws PluginError `bad-input` */
export async function* recordTo<Fact>(
	file: string,
	header: RecordingHeader,
	facts: AsyncIterable<Timed<Fact>>,
): AsyncGenerator<Timed<Fact>, void> {
	const out = createWriteStream(file, { mode: 0o600 });
	const failed = new Promise<never>((_, reject) => {
		out.on("error", (error) => reject(fileError(file, "written", error)));
	});
	failed.catch(() => undefined);
	const write = (line: unknown) =>
		Promise.race([
			failed,
			new Promise<void>((resolve) =>
				out.write(`${JSON.stringify(line)}\n`, () => resolve()),
			),
		]);
	try {
		await write(header);
		for await (const fact of facts) {
			await write(fact);
			yield fact;
		}
	} finally {
		out.end();
		await finished(out).catch(() => undefined);
	}
}

/** Opens a recording of `command`. @throws PluginError `bad-input` when it is none, or one of another command */
export async function openRecording<Fact>(
	file: string,
	command: string,
): Promise<{
	readonly header: RecordingHeader;
	readonly facts: AsyncIterable<Timed<Fact>>;
}> {
	const lines = recordingLines(file);
	const first = await lines.next();
	const header = first.done === true ? undefined : parseLine(file, first.value);
	if (!isHeader(header))
		throw notARecording(file, "its first line is no header");
	if (header.command !== command)
		throw new PluginError(
			"bad-input",
			`${file} is a recording of "${header.command}"`,
			{
				hint: [`kubectl grpc ${header.command} --replay ${file}`],
			},
		);
	return { header, facts: factsOf(file, lines) };
}

/** Yields facts when they were seen first time round, `speed` times as fast; 0 waits for nothing. */
export async function* paced<Fact>(
	facts: AsyncIterable<Timed<Fact>>,
	speed: number,
	signal: AbortSignal,
): AsyncGenerator<Timed<Fact>, void> {
	const startMs = performance.now();
	for await (const timedFact of facts) {
		const waitMs =
			speed === 0 ? 0 : timedFact.atMs / speed - (performance.now() - startMs);
		if (waitMs > 0)
			await pause(waitMs, undefined, { signal }).catch(() => undefined);
		if (signal.aborted) return;
		yield timedFact;
	}
}

async function* recordingLines(file: string): AsyncGenerator<string, void> {
	const input = createReadStream(file, "utf8");
	try {
		yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
	} catch (caught) {
		throw fileError(file, "read", caught);
	} finally {
		input.destroy();
	}
}

async function* factsOf<Fact>(
	file: string,
	lines: AsyncGenerator<string, void>,
): AsyncGenerator<Timed<Fact>, void> {
	for await (const line of lines) {
		const parsed = parseLine(file, line);
		if (!isTimed<Fact>(parsed)) throw notARecording(file, "a line is no fact");
		yield parsed;
	}
}

function parseLine(file: string, line: string): unknown {
	try {
		return JSON.parse(line);
	} catch (cause) {
		throw notARecording(file, "a line is no JSON", cause);
	}
}

function notARecording(
	file: string,
	why: string,
	cause?: unknown,
): PluginError {
	return new PluginError(
		"bad-input",
		`${file} is no recording, or cut short: ${why}`,
		{
			cause,
			hint: ["a recording is made with --record FILE"],
		},
	);
}

function isHeader(value: unknown): value is RecordingHeader {
	return (
		typeof value === "object" &&
		value !== null &&
		"kind" in value &&
		value.kind === "Recording" &&
		"command" in value &&
		typeof value.command === "string" &&
		"view" in value &&
		typeof value.view === "object"
	);
}

function isTimed<Fact>(value: unknown): value is Timed<Fact> {
	return (
		typeof value === "object" &&
		value !== null &&
		"atMs" in value &&
		typeof value.atMs === "number" &&
		"fact" in value
	);
}

function fileError(file: string, verb: string, cause: unknown): PluginError {
	const reason = cause instanceof Error ? cause.message : String(cause);
	return new PluginError("bad-input", `${file} cannot be ${verb}: ${reason}`, {
		cause,
	});
}
