import { startProgress } from "../../render/progress.ts";
import { isStdin } from "./is-stdin.ts";
import type { Shown } from "./run-of.ts";

/**
 * Says on stderr what is waited for, while it lasts. `work` gets what writes a line there meanwhile, and what ends the saying before
 * anything else is printed. Nothing is said where frames are traced on stderr, nor on a terminal that requests are typed on.
 */
export async function whileWaiting<T>(
	{ context: { stdin, stderr, env }, args, plan }: Shown,
	what: string,
	work: (note: (line: string) => void, stop: () => void) => Promise<T>,
): Promise<T> {
	const isTyped = plan.data.some(isStdin) && stdin.isTTY === true;
	const stream =
		args.flags.trace || isTyped
			? { write: (text: string) => stderr.write(text) }
			: stderr;
	using progress = startProgress(stream, env);
	progress.update(what);
	return await work(progress.note, progress.stop);
}
