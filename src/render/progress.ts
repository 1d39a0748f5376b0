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
/** The time between two lines of a log. */
const LOG_MS = 1_000;
/** CR, then erase the line (ECMA-48, EL 2). */
const ERASE_LINE = "\r\x1b[2K";

/** The stream that shows progress. */
export type ProgressStream = OutputStream & {
	readonly write: (text: string) => unknown;
};

const scheduleUnref: Schedule = (run, delayMs) => {
	const timer = setTimeout(run, delayMs).unref();
	return () => clearTimeout(timer);
};

/** The progress that a stream shows. */
const PROGRESS_OF_STREAM = new WeakMap<ProgressStream, Progress>();

/** Writes a line that stays, above the stream's progress if it has one. The caller needs no Progress. */
export function noteOn(stream: ProgressStream, text: string): void {
	(PROGRESS_OF_STREAM.get(stream) ?? hiddenProgress(stream)).note(text);
}

/** How many notes are kept while a live screen is shown, which may be for days. */
const MOST_HELD_NOTES = 1000;

/** Keeps the last notes for a terminal until the end of its scope, because a live screen has the terminal until then. */
export function holdNotes(stream: ProgressStream): Disposable {
	if (stream.isTTY !== true) return { [Symbol.dispose]() {} };
	const written = hiddenProgress(stream);
	const lines: string[] = [];
	let leftOut = 0;
	PROGRESS_OF_STREAM.set(stream, {
		...written,
		note: (line) => {
			lines.push(line);
			if (lines.length <= MOST_HELD_NOTES) return;
			lines.shift();
			leftOut++;
		},
	});
	return {
		[Symbol.dispose]() {
			PROGRESS_OF_STREAM.delete(stream);
			if (leftOut > 0) written.note(`(${leftOut} earlier lines are left out)`);
			for (const line of lines) written.note(line);
		},
	};
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

/**
 * Starts progress for work that may take minutes and belongs in a log. Where progress is not shown, each change is a line, as in
 * `kubectl rollout status`, at most one a second.
 */
export function startLoggedProgress(
	stream: ProgressStream,
	environment: TerminalEnvironment,
	schedule: Schedule = scheduleUnref,
): Progress {
	return isShownOn(stream, environment)
		? shownProgress(stream, environment, schedule)
		: loggedProgress(stream, schedule);
}

const isShownOn = (
	stream: ProgressStream,
	{ TERM }: TerminalEnvironment,
): boolean => stream.isTTY === true && TERM !== "dumb";

function loggedProgress(stream: ProgressStream, schedule: Schedule): Progress {
	const { note } = hiddenProgress(stream);
	let text: string | (() => string) = "";
	let logged = "";
	let state: "open" | "stopped" = "open";
	let cancel: (() => void) | undefined;
	function log() {
		cancel = undefined;
		const now = textNow(text);
		if (now !== logged) note(now);
		logged = now;
	}
	function stop() {
		cancel?.();
		state = "stopped";
	}
	return {
		update(now) {
			if (state === "stopped") return;
			text = now;
			cancel ??= schedule(log, LOG_MS);
		},
		note,
		stop,
		[Symbol.dispose]: stop,
	};
}

const textNow = (text: string | (() => string)): string =>
	typeof text === "string" ? text : text();

function hiddenProgress(stream: ProgressStream): Progress {
	return {
		update() {},
		note: (text) => void stream.write(`${paint(text, "plain")}\n`),
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
		if (text === "" || state === "stopped") return;
		const page = pageOf(stream, environment);
		// The last column stays free, because some terminals wrap when the cursor reaches it.
		const line = paint(cutTo(textNow(text), lineWidth(page) - 1), page.colour);
		stream.write(ERASE_LINE + line);
		state = "drawn";
	}
	function erase() {
		if (state === "drawn") stream.write(ERASE_LINE);
	}
	function stop() {
		cancel?.();
		erase();
		state = "stopped";
		PROGRESS_OF_STREAM.delete(stream);
	}

	cancel = schedule(draw, PROGRESS_DELAY_MS);
	const progress: Progress = {
		update(now) {
			if (state === "stopped") return;
			text = now;
			cancel ??= schedule(draw, REDRAW_MS);
		},
		note(line) {
			const wasDrawn = state === "drawn";
			erase();
			stream.write(`${paint(line, "plain")}\n`);
			if (wasDrawn) draw();
		},
		stop,
		[Symbol.dispose]: stop,
	};
	PROGRESS_OF_STREAM.set(stream, progress);
	return progress;
}
