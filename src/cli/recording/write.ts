import { type FileHandle, open } from "node:fs/promises";
import { finished } from "node:stream/promises";
import { toPluginError } from "../../errors.ts";
import { unwritable } from "../../file-error.ts";
import type { RecordingHeader, Timed } from "../recording.ts";
import { type FailureFact, failureOf } from "./failure.ts";

/** Writes the facts of a run, as JSON lines. */
type Recorder<Fact> = {
	/** Adds the time to a fact and writes it. Resolves when there is room for more. @throws PluginError `bad-input` for a full disk */
	readonly write: (fact: Fact) => Promise<Timed<Fact>>;
	/** Writes why the run ended without an answer. It never throws, since `caught` is the error to report. */
	readonly fail: (caught: unknown) => Promise<void>;
	/** Writes that the run was interrupted, when its facts do not show that. It never throws. */
	readonly leave: () => Promise<void>;
	/** Ends the file. @throws PluginError `bad-input` when not all could be written */
	readonly close: () => Promise<void>;
};

const OWNER_ONLY = 0o600;

/** Starts a recording that only its owner can read. @throws PluginError `bad-input` */
export async function startRecording<Fact>(
	file: string,
	header: RecordingHeader,
): Promise<Recorder<Fact>> {
	const startMs = performance.now();
	const atMs = () => Math.round(performance.now() - startMs);
	const named = { named: "--record", file };
	const opened = await openOwn(file).catch((error) => {
		throw unwritable(error, named);
	});
	const out = opened.createWriteStream();
	// The next `write` or `close` reports the error.
	out.on("error", () => {});
	const write = (line: unknown) =>
		new Promise<void>((resolve, reject) =>
			out.write(`${JSON.stringify(line)}\n`, (error) =>
				error ? reject(unwritable(out.errored ?? error, named)) : resolve(),
			),
		);
	const writeFailure = (failed: FailureFact) =>
		write({ atMs: atMs(), failed }).catch(() => undefined);
	await write(header);
	return {
		async write(fact) {
			const timed = { atMs: atMs(), fact };
			await write(timed);
			return timed;
		},
		async fail(caught) {
			const failure = recordedFailure(caught);
			if (failure !== undefined) await writeFailure(failure);
		},
		leave: () =>
			writeFailure({ code: "cancelled", message: "interrupted", hint: [] }),
		async close() {
			out.end();
			await finished(out).catch((error) => {
				throw unwritable(error, named);
			});
		},
	};
}

/** Opens a file and makes it readable by its owner only, even if it existed with another mode. A pipe or a device keeps its mode. */
async function openOwn(file: string): Promise<FileHandle> {
	const handle = await open(file, "w", OWNER_ONLY);
	try {
		if ((await handle.stat()).isFile()) await handle.chmod(OWNER_ONLY);
		return handle;
	} catch (error) {
		await handle.close();
		throw error;
	}
}

/**
 * Writes each fact to `file` with its time and passes it on, then the error that ends them.
 * @throws PluginError `bad-input` for the file
 */
export async function* recordTo<Fact>(
	file: string,
	header: RecordingHeader,
	facts: AsyncIterable<Fact>,
): AsyncGenerator<Timed<Fact>, void> {
	const recorder = await startRecording<Fact>(file, header);
	try {
		for await (const fact of facts) yield await recorder.write(fact);
	} catch (caught) {
		await recorder.fail(caught);
		throw caught;
	} finally {
		await recorder.close().catch(() => undefined);
	}
}

/**
 * Returns the error of a run in a form that others may read. Errors about bad input quote it, so their text is left out. An
 * interruption and a bug of ours reveal nothing about the pods.
 */
function recordedFailure(caught: unknown): FailureFact | undefined {
	const { code } = toPluginError(caught);
	switch (code) {
		case "internal":
		case "cancelled":
			return undefined;
		case "usage":
		case "bad-input":
			return {
				code,
				message: "the recorded run was given bad input",
				hint: [],
			};
		default:
			return failureOf(caught);
	}
}
