import { pause } from "../abort.ts";
import { noteOn, type ProgressStream } from "../render/progress.ts";
import { type Contradiction, refuseContradictory } from "./contradictions.ts";
import type { Guard } from "./recording/guard.ts";
import type { RunContext } from "./run-context.ts";
import { API_VERSION } from "./structured.ts";

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

/** The values of RECORDING_FLAGS. */
export type RecordingFlags = {
	readonly record: string | undefined;
	readonly replay: string | undefined;
};

/** A run that collects facts, before anything is asked. */
export type Recordable<Fact> = {
	readonly command: string;
	/** Commands whose recordings hold the same facts; by default the command's own alone. */
	readonly replays?: readonly string[];
	readonly view: Readonly<Record<string, unknown>>;
	/** Loaded for a replay alone. */
	readonly loadGuard: () => Promise<Guard<Fact>>;
	/** Asks. Not called for a replay. */
	readonly see: () => AsyncIterable<Fact>;
};

/** A run to be shown, whether its facts are seen now or were recorded. */
export type RecordedRun<Fact> = {
	/** What the run asked for; of a recording anything. */
	readonly view: Readonly<Record<string, unknown>>;
	/** Milliseconds since the epoch; undefined when a recording does not say. */
	readonly startedMs: number | undefined;
	/** Ends by throwing what the run ends with. */
	readonly facts: AsyncIterable<Timed<Fact>>;
};

/** Whether facts are written, or were. */
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

/** @param target words of the command line that name what is asked @throws PluginError `usage` when flags contradict each other */
export function checkRecordingFlags(
	{ record, replay }: RecordingFlags,
	target: readonly string[],
): void {
	refuseContradictory({ record, replay, target }, CONTRADICTIONS);
}

/** The facts of a run: those of --replay, or what is seen now, written where --record says. @throws PluginError `bad-input` for the file */
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

/** The first line of a recording that begins now. */
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

/** Stamps facts with the time since the first of them was asked for. */
async function* timed<Fact>(
	facts: AsyncIterable<Fact>,
): AsyncGenerator<Timed<Fact>, void> {
	const startMs = performance.now();
	for await (const fact of facts)
		yield { atMs: Math.round(performance.now() - startMs), fact };
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
		if (waitMs > 0) await pause(waitMs, signal);
		if (signal.aborted) return;
		yield timedFact;
	}
}
