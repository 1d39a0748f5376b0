import { lineWidth, pageOf, printLines } from "../../../render/page.ts";
import { noteOn } from "../../../render/progress.ts";
import { colourChoice } from "../../../render/style.ts";
import { wrap } from "../../../render/wrap.ts";
import type { Shown } from "../run-of.ts";

/** The notes that were printed once, by the stderr that they went to. */
const PRINTED_NOTES = new WeakMap<Shown["context"], Set<string>>();

/** Says once what several pods of a run have to say. */
export function printNoteOnce(run: Shown, text: string): void {
	const printed = PRINTED_NOTES.get(run.context) ?? new Set();
	PRINTED_NOTES.set(run.context, printed);
	if (!printed.has(text)) printNote(run, text);
	printed.add(text);
}

/** Says something about the run on stderr, wrapped where that is a terminal. */
export function printNote({ context, args }: Shown, text: string): void {
	const { stderr, env } = context;
	const page = pageOf(stderr, env, colourChoice(args.flags.color));
	const lines = printLines(wrap(text, lineWidth(page)), page);
	for (const line of lines.trimEnd().split("\n")) noteOn(stderr, line);
}
