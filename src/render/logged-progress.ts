import {
	hiddenProgress,
	isShownOn,
	type Progress,
	type ProgressStream,
	type Schedule,
	scheduleUnref,
	startProgress,
	textNow,
} from "./progress.ts";
import type { TerminalEnvironment } from "./style.ts";

/** The time between two lines of a log. */
const LOG_MS = 1_000;

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
		? startProgress(stream, environment, schedule)
		: loggedProgress(stream, schedule);
}

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
