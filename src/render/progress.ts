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
	const isShown = stream.isTTY === true && environment.TERM !== "dumb";
	return isShown
		? shownProgress(stream, environment, schedule)
		: hiddenProgress(stream);
}

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
		const now = typeof text === "string" ? text : text();
		const line = paint(cutTo(now, lineWidth(page) - 1), page.colour);
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
