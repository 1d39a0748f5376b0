import { type FileHandle, open } from "node:fs/promises";
import { finished } from "node:stream/promises";
import { toPluginError } from "../../errors.ts";
import { unwritable } from "../../file-error.ts";
import type { RecordingHeader, Timed } from "../recording.ts";
import { type FailureFact, failureOf } from "./failure.ts";

/** Writes the facts of a run, as JSON lines. */
type Recorder<Fact> = {
	/** Stamps a fact and writes it; resolves when there is room for more. @throws PluginError `bad-input` for a full disk */
	readonly write: (fact: Fact) => Promise<Timed<Fact>>;
	/** Writes why the run ended without an answer. It never throws: `caught` is the error that counts. */
	readonly fail: (caught: unknown) => Promise<void>;
	/** Writes that the run was interrupted, where that is not seen from its facts. It never throws. */
	readonly leave: () => Promise<void>;
	/** @throws PluginError `bad-input` when not all could be written */
	readonly close: () => Promise<void>;
};

const OWNER_ONLY = 0o600;

/** Begins a recording, readable by its owner only. @throws PluginError `bad-input` */
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
	// Whoever writes or closes next is told.
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

/** Opens a file that its owner alone may read, also where it was there with a mode of its own; a pipe or a device keeps its. */
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

/** Passes facts on, each stamped and written to `file`, and what ends them. @throws PluginError `bad-input` for the file */
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
 * A run's end as others may read it. What is wrong with the input quotes it, so that its words stay here; an interruption and a bug of
 * ours say nothing of what was asked.
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
