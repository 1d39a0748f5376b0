import type { Span, Tone } from "./span.ts";

/** A status in one column: a letter, for users who see no colour, and a tone. */
export type Mark = { readonly letter: string; readonly tone: Tone };

/** A mark, and the time from which it holds, in milliseconds of the caller's clock. */
type MarkChange = { readonly atMs: number; readonly mark: Mark };

/** The statuses of one row, oldest first. It keeps only changes, and at most {@link CAPACITY} of them. */
export type Timeline = readonly MarkChange[];

/** The most changes of a row. A pod that flaps twice a second fills it in two minutes. */
const CAPACITY = 256;

/** Which mark wins where several fall into one column. The worst does, so that a short failure is visible. */
const WEIGHT: Readonly<Record<Tone, number>> = {
	bad: 4,
	warn: 3,
	strong: 2,
	good: 1,
	dim: 0,
};

/** Returns the timeline with a mark from `atMs` on. Where it is full, the oldest change is dropped. */
export function recordMark(
	timeline: Timeline,
	atMs: number,
	mark: Mark,
): Timeline {
	const last = timeline.at(-1)?.mark;
	if (last?.letter === mark.letter && last.tone === mark.tone) return timeline;
	return [...timeline.slice(-(CAPACITY - 1)), { atMs, mark }];
}

/** Returns the mark with the most weight between two times. The mark that holds at the start counts too. */
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

/** Returns a stretch of time as a strip of letters. Each column is an equal part of it, blank before the first mark. */
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
