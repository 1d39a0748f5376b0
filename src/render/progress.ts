import { holderOf, isLent, setHolder, writeNote } from "./hold-terminal.ts";
import { lineWidth, type OutputStream, pageOf } from "./page.ts";
import { cutTo } from "./span.ts";
import { paint, type TerminalEnvironment } from "./style.ts";

/** A line on stderr that shows the progress of work while it lasts. */
export type Progress = Disposable & {
	/**
	 * Sets the text of the progress: `checking 12 of 50 pods…`. A function runs only when the line is drawn, which most updates do
	 * not reach.
	 */
	readonly update: (text: string | (() => string)) => void;
	/** Writes a line that stays, above the progress line. It works in a pipe too. */
	readonly note: (text: string) => void;
	/** Erases the line for good. Call it before results are printed; a second call does nothing. */
	readonly stop: () => void;
};

/** Runs a function after so many milliseconds, and returns a function that cancels it. Tests pass their own clock. */
export type Schedule = (run: () => void, delayMs: number) => () => void;

/** Shorter work shows no progress. */
export const PROGRESS_DELAY_MS = 500;
/** The least time between two redraws. Updates may come faster than anyone reads. */
const REDRAW_MS = 100;
/** CR, then erase the line (ECMA-48, EL 2). */
const ERASE_LINE = "\r\x1b[2K";

/** The stream that shows progress. */
export type ProgressStream = OutputStream & {
	readonly write: (text: string) => unknown;
};

/** The schedule of the process, which it does not wait for before it ends. */
export const scheduleUnref: Schedule = (run, delayMs) => {
	const timer = setTimeout(run, delayMs).unref();
	return () => clearTimeout(timer);
};

/** Writes a line that stays, above the stream's progress if it has one. The caller needs no Progress. */
export function noteOn(stream: ProgressStream, text: string): void {
	const note = holderOf(stream)?.note;
	if (note === undefined) writeNote(stream, text);
	else note(text);
}

/** Starts progress on a stream, mostly stderr. It is shown only on a terminal, and only after half a second. */
export function startProgress(
	stream: ProgressStream,
	environment: TerminalEnvironment,
	schedule: Schedule = scheduleUnref,
): Progress {
	return isShownOn(stream, environment)
		? shownProgress(stream, environment, schedule)
		: hiddenProgress(stream);
}

/** Whether progress is a line that changes on this stream. */
export const isShownOn = (
	stream: ProgressStream,
	{ TERM }: TerminalEnvironment,
): boolean => stream.isTTY === true && TERM !== "dumb";

/** Returns the text that was last set. */
export const textNow = (text: string | (() => string)): string =>
	typeof text === "string" ? text : text();

/** Returns progress that writes notes only. */
export function hiddenProgress(stream: ProgressStream): Progress {
	return {
		update() {},
		note: (text) => writeNote(stream, text),
		stop() {},
		[Symbol.dispose]() {},
	};
}

function shownProgress(
	stream: ProgressStream,
	environment: TerminalEnvironment,
	schedule: Schedule,
): Progress {
	let text: string | (() => string) = "";
	let state: "quiet" | "drawn" | "stopped" = "quiet";
	let cancel: (() => void) | undefined;

	function draw() {
		cancel?.();
		cancel = undefined;
		if (text === "" || state === "stopped" || isLent(stream)) return;
		const page = pageOf(stream, environment);
		// The last column stays free, because some terminals wrap when the cursor reaches it.
		const line = paint(cutTo(textNow(text), lineWidth(page) - 1), page.colour);
		stream.write(ERASE_LINE + line);
		state = "drawn";
	}
	function hide() {
		if (state !== "drawn") return;
		stream.write(ERASE_LINE);
		state = "quiet";
	}
	function stop() {
		if (state === "stopped") return;
		cancel?.();
		hide();
		state = "stopped";
		setHolder(stream, undefined);
	}
	function note(line: string) {
		const wasDrawn = state === "drawn";
		hide();
		writeNote(stream, line);
		if (wasDrawn) draw();
	}
	// A draw that is still to come shows it in time.
	function show() {
		if (cancel === undefined) draw();
	}

	cancel = schedule(draw, PROGRESS_DELAY_MS);
	setHolder(stream, { kind: "line", note, hide, show });
	return {
		update(now) {
			if (state === "stopped") return;
			text = now;
			cancel ??= schedule(draw, REDRAW_MS);
		},
		note,
		stop,
		[Symbol.dispose]: stop,
	};
}
