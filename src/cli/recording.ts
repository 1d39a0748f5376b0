import { pause } from "../abort.ts";
import { noteOn, type ProgressStream } from "../render/progress.ts";
import { API_VERSION } from "./api-version.ts";
import { type Contradiction, refuseContradictory } from "./contradictions.ts";
import type { Guard } from "./recording/guard.ts";
import type { RunContext } from "./run-context.ts";

/** A fact and when it was seen, in milliseconds since the start of the run. */
export type Timed<Fact> = { readonly atMs: number; readonly fact: Fact };

/** The first line of a recording: the recorded command, and what that command needs to draw the run again. */
export type RecordingHeader = {
	readonly apiVersion: typeof API_VERSION;
	readonly kind: "Recording";
	readonly command: string;
	/** ISO 8601. */
	readonly startedAt: string;
	readonly view: Readonly<Record<string, unknown>>;
};

/** The values of RECORDING_FLAGS. */
export type RecordingFlags = {
	readonly record: string | undefined;
	readonly replay: string | undefined;
};

/** A run that collects facts, before any request. */
export type Recordable<Fact> = {
	readonly command: string;
	/** Commands whose recordings contain the same facts. Default: the command itself. */
	readonly replays?: readonly string[];
	readonly view: Readonly<Record<string, unknown>>;
	/** Loaded only for a replay. */
	readonly loadGuard: () => Promise<Guard<Fact>>;
	/** Collects the facts. Not called for a replay. */
	readonly see: () => AsyncIterable<Fact>;
};

/** A run to show. Its facts are seen now or come from a recording. */
export type RecordedRun<Fact> = {
	/** What the run was asked for. In a recording, the values may be anything. */
	readonly view: Readonly<Record<string, unknown>>;
	/** Milliseconds since the epoch; undefined when a recording does not have it. */
	readonly startedMs: number | undefined;
	/** Throws at its end the error that ended the run. */
	readonly facts: AsyncIterable<Timed<Fact>>;
};

/** Whether facts are recorded or replayed. */
export function isRecorded({ record, replay }: RecordingFlags): boolean {
	return record !== undefined || replay !== undefined;
}

const CONTRADICTIONS: readonly Contradiction<
	RecordingFlags & { readonly target: readonly string[] }
>[] = [
	{
		when: ({ record, replay }) => record !== undefined && replay !== undefined,
		says: "--replay shows a recording and --record writes one: choose one",
	},
	{
		when: ({ replay, target }) => replay !== undefined && target.length > 0,
		says: "--replay shows the targets of the recording: leave out the target",
	},
];

/**
 * Checks the flags of recordings.
 * @param target words of the command line that name what is asked
 * @throws PluginError `usage` when flags contradict each other
 */
export function checkRecordingFlags(
	{ record, replay }: RecordingFlags,
	target: readonly string[],
): void {
	refuseContradictory({ record, replay, target }, CONTRADICTIONS);
}

/**
 * Returns the facts of a run: those of --replay, or those seen now, which are written to the file of --record.
 * @throws PluginError `bad-input` for the file
 */
export async function openRun<Fact>(
	context: Pick<RunContext, "now" | "signal"> & {
		readonly stderr: ProgressStream;
	},
	{ record, replay }: RecordingFlags,
	run: Recordable<Fact>,
): Promise<RecordedRun<Fact>> {
	const { command, replays = [command], view } = run;
	if (replay !== undefined) {
		const { openRecording } = await import("./recording/read.ts");
		const isFact = await run.loadGuard();
		const tell = (line: string) => noteOn(context.stderr, line);
		return openRecording(replay, {
			of: replays,
			isFact,
			tell,
			signal: context.signal,
		});
	}
	const startedMs = context.now();
	if (record === undefined) return { view, startedMs, facts: timed(run.see()) };
	const { recordTo } = await import("./recording/write.ts");
	const header = recordingHeader(command, view, startedMs);
	return { view, startedMs, facts: recordTo(record, header, run.see()) };
}

/** Returns the first line of a recording that starts now. */
export function recordingHeader(
	command: string,
	view: Readonly<Record<string, unknown>>,
	startedMs: number,
): RecordingHeader {
	const startedAt = new Date(startedMs).toISOString();
	return {
		apiVersion: API_VERSION,
		kind: "Recording",
		command,
		startedAt,
		view,
	};
}

/** Adds to each fact the time since the start of the run. */
async function* timed<Fact>(
	facts: AsyncIterable<Fact>,
): AsyncGenerator<Timed<Fact>, void> {
	const startMs = performance.now();
	for await (const fact of facts)
		yield { atMs: Math.round(performance.now() - startMs), fact };
}

/** Yields facts at their recorded times, `speed` times as fast. A speed of 0 does not wait. */
export async function* paced<Fact>(
	facts: AsyncIterable<Timed<Fact>>,
	speed: number,
	signal: AbortSignal,
): AsyncGenerator<Timed<Fact>, void> {
	const startMs = performance.now();
	for await (const timedFact of facts) {
		const waitMs =
			speed === 0 ? 0 : timedFact.atMs / speed - (performance.now() - startMs);
		if (waitMs > 0) await pause(waitMs, signal);
		if (signal.aborted) return;
		yield timedFact;
	}
}
