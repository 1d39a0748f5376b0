import { startProgress } from "../../render/progress.ts";
import type { Shown } from "./run-of.ts";
import { isStdin } from "./stdin.ts";

/**
 * Prints on stderr what the command waits for, until `work` ends. `work` gets a function that writes a line there meanwhile,
 * and one that removes the notice before anything else is printed. Nothing is shown if stderr has the trace of frames, or if
 * the user types requests on the terminal.
 */
export async function whileWaiting<T>(
	{ context, args, plan }: Shown,
	what: string,
	work: (note: (line: string) => void, stop: () => void) => Promise<T>,
): Promise<T> {
	const { stderr, env } = context;
	const isTyped = plan.data.some(isStdin) && context.stdin.isTTY === true;
	const stream =
		args.flags.trace || isTyped
			? { write: (text: string) => stderr.write(text) }
			: stderr;
	using progress = startProgress(stream, env);
	progress.update(what);
	return await work(progress.note, progress.stop);
}
