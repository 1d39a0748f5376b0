import type { Span, Tone } from "./span.ts";

/** A status as one column shows it: a letter, for those who see no colour, and a tone. */
export type Mark = { readonly letter: string; readonly tone: Tone };

/** From when on a mark holds, in milliseconds of whatever clock the caller keeps. */
type MarkChange = { readonly atMs: number; readonly mark: Mark };

/** The statuses of one row, oldest first: only changes are kept, and only so many. */
export type Timeline = readonly MarkChange[];

/** Changes kept of a row. A pod that flaps twice a second for two minutes fills it. */
const CAPACITY = 256;

/** What counts most when several marks fall into one column, so that a short failure is seen. */
const WEIGHT: Readonly<Record<Tone, number>> = {
	bad: 4,
	warn: 3,
	strong: 2,
	good: 1,
	dim: 0,
};

/** The timeline with a mark from that time on; the oldest change goes when there are too many. */
export function recordMark(
	timeline: Timeline,
	atMs: number,
	mark: Mark,
): Timeline {
	const last = timeline.at(-1)?.mark;
	if (last?.letter === mark.letter && last.tone === mark.tone) return timeline;
	return [...timeline.slice(-(CAPACITY - 1)), { atMs, mark }];
}

/** The mark that weighs most between two times, counting the one that holds at the start. */
function heaviest(
	timeline: Timeline,
	fromMs: number,
	toMs: number,
): Mark | undefined {
	const holding = timeline.findLast((change) => change.atMs <= fromMs);
	const within = timeline.filter(
		(change) => change.atMs > fromMs && change.atMs < toMs,
	);
	const marks = [holding, ...within].flatMap((change) => change?.mark ?? []);
	return marks.reduce<Mark | undefined>(
		(heavy, mark) =>
			heavy === undefined || WEIGHT[mark.tone] >= WEIGHT[heavy.tone]
				? mark
				: heavy,
		undefined,
	);
}

/** A stretch of time as a strip of letters, a column each for an equal part of it; blank before the first mark. */
export function timelineStrip(
	timeline: Timeline,
	stretch: { readonly fromMs: number; readonly toMs: number },
	columns: number,
): readonly Span[] {
	const partMs = (stretch.toMs - stretch.fromMs) / columns;
	return Array.from({ length: columns }, (_, column) => {
		const fromMs = stretch.fromMs + column * partMs;
		const mark = heaviest(timeline, fromMs, fromMs + partMs);
		return mark ? { text: mark.letter, tone: mark.tone } : { text: " " };
	});
}
