import { lineWidth, type OutputStream, pageOf } from "./page.ts";
import { cutTo } from "./span.ts";
import { paint, type TerminalEnvironment } from "./style.ts";

/** A line on stderr that says how far the work is, while it lasts. */
export type Progress = Disposable & {
	/** Says where the work stands now: `checking 12 of 50 pods…`. A function is called when the line is drawn, which most updates never are. */
	readonly update: (text: string | (() => string)) => void;
	/** Writes a line that stays, above the one that changes; in a pipe too. */
	readonly note: (text: string) => void;
	/** Erases the line for good. To be called before results are printed; a second call does nothing. */
	readonly stop: () => void;
};

/** Runs something later, in milliseconds; what it gives calls that off. Tests pass their own clock. */
export type Schedule = (run: () => void, delayMs: number) => () => void;

/** Work that takes less than this is not worth a line. */
export const PROGRESS_DELAY_MS = 500;
/** Updates come as often as pods answer; the eye reads no more than this. */
const REDRAW_MS = 100;
/** Between two lines of a log. */
const LOG_MS = 1_000;
/** CR, then erase the line (ECMA-48, EL 2). */
const ERASE_LINE = "\r\x1b[2K";

/** What progress is shown on. */
export type ProgressStream = OutputStream & {
	readonly write: (text: string) => unknown;
};

const scheduleUnref: Schedule = (run, delayMs) => {
	const timer = setTimeout(run, delayMs).unref();
	return () => clearTimeout(timer);
};

/** The progress that is shown on a stream. */
const SHOWN = new WeakMap<ProgressStream, Progress>();

/** Writes a line that stays, for whoever knows of no progress: above that of the stream, if there is one. */
export function noteOn(stream: ProgressStream, text: string): void {
	(SHOWN.get(stream) ?? hiddenProgress(stream)).note(text);
}

/** Keeps the lines that are to stay on a terminal until the end of its scope: a live screen has the terminal until then. */
export function holdNotes(stream: ProgressStream): Disposable {
	if (stream.isTTY !== true) return { [Symbol.dispose]() {} };
	const written = hiddenProgress(stream);
	const lines: string[] = [];
	SHOWN.set(stream, { ...written, note: (line) => void lines.push(line) });
	return {
		[Symbol.dispose]() {
			SHOWN.delete(stream);
			for (const line of lines) written.note(line);
		},
	};
}

/** Starts progress on a stream, stderr as a rule. It shows on a terminal only, and only after half a second. */
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
 * The same for work of which a log is to have a trace, as it may take minutes: where progress does not show, each change is a line, as those of
 * `kubectl rollout status` are, and no more than one a second.
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
		// The last column stays free: a cursor that waits there wraps on some terminals.
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
		SHOWN.delete(stream);
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
	SHOWN.set(stream, progress);
	return progress;
}
