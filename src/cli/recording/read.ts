import { abortError } from "../../abort.ts";
import { PluginError } from "../../errors.ts";
import { unreadable } from "../../file-error.ts";
import { parseForeignJson } from "../../kubernetes/api/json-value.ts";
import { splitLines } from "../../kubernetes/api/read-lines.ts";
import { quote } from "../../kubernetes/quote.ts";
import { INVOCATION } from "../../plugin-name.ts";
import { shellWord } from "../../shell-word.ts";
import { readPieces } from "../../whole-file.ts";
import type { RecordedRun, RecordingHeader, Timed } from "../recording.ts";
import { API_VERSION } from "../structured.ts";
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

/** Longest line that is taken: a schema is some megabytes, a response as much as --max-msg-size allowed. */
const MAX_LINE_BYTES = 256 * 1024 * 1024;

/** Which recordings are taken. */
type Replayable<Fact> = {
	/** Names of commands. */
	readonly of: readonly string[];
	readonly isFact: Guard<Fact>;
	/** Gets a line for stderr about a recording that is not whole. */
	readonly tell: (line: string) => void;
	/** Ends the wait for a pipe. */
	readonly signal: AbortSignal;
};

/**
 * Opens a recording. Its facts end by throwing what the recorded run ended with. Where the last line breaks off, as the disk was full, those before
 * it are shown.
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
		throw notARecording(file, "its first line is no header");
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
		if (!isTimed(parsed)) throw notARecording(file, "a line is no fact");
		yield parsed;
	}
}

/** The lines that are whole; a last one may lack its newline alone. */
async function* wholeLines(
	file: string,
	lines: AsyncGenerator<string, string>,
	tell: (line: string) => void,
): AsyncGenerator<string, void> {
	const rest = yield* lines;
	// Behind a header that was itself the rest there is none.
	if (!rest) return;
	if (isJson(rest)) yield rest;
	else
		tell(
			`warning: ${file} ends in the middle of a line: it was cut short, or is still being written; shown is what is whole`,
		);
}

const isFailed = isObject({ atMs: isNumber, failed: isFailure });

function parseLine(file: string, line: string): unknown {
	try {
		return parseForeignJson(line);
	} catch (cause) {
		throw notARecording(file, "a line is no JSON", cause);
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
		`${file} is no recording, or cut short: ${why}`,
		{
			cause,
			hint: ["a recording is made with --record FILE"],
		},
	);
}

/** It is shown in a line to paste. */
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
