import { abortError } from "../../abort.ts";
import { PluginError } from "../../errors.ts";
import { unreadable } from "../../file-error.ts";
import { parseForeignJson } from "../../kubernetes/api/json-value.ts";
import { splitLines } from "../../kubernetes/api/read-lines.ts";
import { quote } from "../../kubernetes/quote.ts";
import { INVOCATION } from "../../plugin-name.ts";
import { shellWord } from "../../shell-word.ts";
import { readPieces } from "../../whole-file.ts";
import { API_VERSION } from "../api-version.ts";
import type { RecordedRun, RecordingHeader, Timed } from "../recording.ts";
import { isFailure } from "./fact-guards.ts";
import { errorOf } from "./failure.ts";
import {
	type Guard,
	isMapOf,
	isNumber,
	isObject,
	isOneOf,
	isText,
} from "./guard.ts";

/** Maximum bytes of a line. A schema has some megabytes, and a response as many as --max-msg-size allowed. */
const MAX_LINE_BYTES = 256 * 1024 * 1024;

/** The recordings that a command accepts. */
type Replayable<Fact> = {
	/** Names of commands. */
	readonly of: readonly string[];
	readonly isFact: Guard<Fact>;
	/** Receives a line for stderr about an incomplete recording. */
	readonly tell: (line: string) => void;
	/** Ends the wait for a pipe that nobody writes to. */
	readonly signal: AbortSignal;
};

/**
 * Opens a recording. Its facts end with the error that ended the recorded run, if any. When the last line is incomplete, as after a
 * full disk, the lines before it are shown.
 * @throws PluginError `bad-input` when it is none, of another version or of another command
 */
export async function openRecording<Fact>(
	file: string,
	{ of, isFact, tell, signal }: Replayable<Fact>,
): Promise<RecordedRun<Fact>> {
	const lines = splitLines(chunksOf(file, signal), {
		maxBytes: MAX_LINE_BYTES,
		tooLong: () => notARecording(file, "a line is longer than any fact"),
	});
	const first = await lines.next();
	const header = first.value === "" ? undefined : parseLine(file, first.value);
	if (!isHeader(header))
		throw notARecording(file, "its first line is not a header");
	if (header.apiVersion !== API_VERSION)
		throw new PluginError(
			"bad-input",
			`${file} is a recording of version ${quote(header.apiVersion)}, and this program reads ${API_VERSION}`,
		);
	const { command, view, startedAt } = header;
	if (!of.includes(command))
		throw new PluginError(
			"bad-input",
			`${file} is a recording of "${command}"`,
			{ hint: [`${INVOCATION} ${command} --replay ${shellWord(file)}`] },
		);
	const startedMs = Date.parse(startedAt);
	return {
		view,
		startedMs: Number.isNaN(startedMs) ? undefined : startedMs,
		facts: factsOf(file, wholeLines(file, lines, tell), isFact),
	};
}

async function* chunksOf(
	file: string,
	signal: AbortSignal,
): AsyncGenerator<Buffer, void> {
	try {
		yield* readPieces(file, signal);
	} catch (cause) {
		if (signal.aborted) throw abortError(signal);
		throw unreadable(cause, { named: "--replay", file });
	}
}

async function* factsOf<Fact>(
	file: string,
	lines: AsyncGenerator<string, void>,
	isFact: Guard<Fact>,
): AsyncGenerator<Timed<Fact>, void> {
	const isTimed = isObject<Timed<Fact>>({ atMs: isNumber, fact: isFact });
	for await (const line of lines) {
		const parsed = parseLine(file, line);
		if (isFailed(parsed)) throw errorOf(parsed.failed);
		if (!isTimed(parsed)) throw notARecording(file, "a line is not a fact");
		yield parsed;
	}
}

/** Yields the complete lines. The last one may lack only its newline. */
async function* wholeLines(
	file: string,
	lines: AsyncGenerator<string, string>,
	tell: (line: string) => void,
): AsyncGenerator<string, void> {
	const rest = yield* lines;
	// There is no rest when the header was the last line.
	if (!rest) return;
	if (isJson(rest)) yield rest;
	else
		tell(
			`warning: ${file} ends in the middle of a line: it was cut short, or is still being written; only its complete lines are shown`,
		);
}

const isFailed = isObject({ atMs: isNumber, failed: isFailure });

function parseLine(file: string, line: string): unknown {
	try {
		return parseForeignJson(line);
	} catch (cause) {
		throw notARecording(file, "a line is not JSON", cause);
	}
}

function isJson(text: string): boolean {
	try {
		parseForeignJson(text);
		return true;
	} catch {
		return false;
	}
}

function notARecording(
	file: string,
	why: string,
	cause?: unknown,
): PluginError {
	return new PluginError(
		"bad-input",
		`${file} is not a recording, or it is cut short: ${why}`,
		{
			cause,
			hint: ["a recording is made with --record FILE"],
		},
	);
}

/** Whether a value may be a command's name. It is printed in a line for the user to paste. */
const isCommand: Guard<string> = (value): value is string =>
	isText(value) && /^[a-z-]{1,20}$/.test(value);

const isAnything: Guard<unknown> = (_): _ is unknown => true;

type AnyHeader = Omit<RecordingHeader, "apiVersion"> & {
	readonly apiVersion: string;
};

const isHeader = isObject<AnyHeader>({
	apiVersion: isText,
	kind: isOneOf("Recording"),
	command: isCommand,
	startedAt: isText,
	view: isMapOf(isAnything),
});
