import { lineWidth, pageOf, printLines } from "../../../render/page.ts";
import { noteOn } from "../../../render/progress.ts";
import { colourChoice } from "../../../render/style.ts";
import { wrap } from "../../../render/wrap.ts";
import type { Shown } from "../run-of.ts";

/** What was told once by runs that write to the same stderr. */
const TOLD = new WeakMap<Shown["context"], Set<string>>();

/** Says once what several pods of a run have to say. */
export function tellOnce(run: Shown, text: string): void {
	const told = TOLD.get(run.context) ?? new Set();
	TOLD.set(run.context, told);
	if (!told.has(text)) tell(run, text);
	told.add(text);
}

/** Says something about the run on stderr, wrapped where that is a terminal. */
export function tell({ context, args }: Shown, text: string): void {
	const { stderr, env } = context;
	const page = pageOf(stderr, env, colourChoice(args.flags.color));
	const lines = printLines(wrap(text, lineWidth(page)), page);
	for (const line of lines.trimEnd().split("\n")) noteOn(stderr, line);
}
