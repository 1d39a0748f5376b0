import { lineWidth, pageOf, printLines } from "../../../render/page.ts";
import { noteOn } from "../../../render/progress.ts";
import { colourChoice } from "../../../render/style.ts";
import { wrap } from "../../../render/wrap.ts";
import type { Shown } from "../run-of.ts";

/** The notes that were printed once, by the context of the run. */
const PRINTED_NOTES = new WeakMap<Shown["context"], Set<string>>();

/** Prints a note only once, even if several pods of a run give it. */
export function printNoteOnce(run: Shown, text: string): void {
	const printed = PRINTED_NOTES.get(run.context) ?? new Set();
	PRINTED_NOTES.set(run.context, printed);
	if (!printed.has(text)) printNote(run, text);
	printed.add(text);
}

/** Prints a note about the run on stderr. On a terminal the note is wrapped. */
export function printNote({ context, args }: Shown, text: string): void {
	const { stderr, env } = context;
	const page = pageOf(stderr, env, colourChoice(args.flags.color));
	const lines = printLines(wrap(text, lineWidth(page)), page);
	for (const line of lines.trimEnd().split("\n")) noteOn(stderr, line);
}
