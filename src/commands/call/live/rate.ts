/** The messages that came between the previous sample and `atMs`. */
export type Sample = {
	readonly atMs: number;
	readonly messages: number;
	readonly bytes: number;
};

/** How far back a rate looks, in milliseconds. */
const WINDOW_MS = 3_000;
/** A younger call is treated as this old, in milliseconds, so that its first message does not give a rate of thousands. */
const YOUNGEST_MS = 1_000;

/** Returns the samples with one more, and without those that are too old to count. */
export function recordSample(
	samples: readonly Sample[],
	sample: Sample,
): readonly Sample[] {
	return [...samples.filter(isWithin(sample.atMs)), sample];
}

/** Returns messages and bytes per second for the last seconds before a time. */
export function rateAt(
	samples: readonly Sample[],
	atMs: number,
): { readonly messages: number; readonly bytes: number } {
	const seconds = Math.min(WINDOW_MS, Math.max(YOUNGEST_MS, atMs)) / 1_000;
	const counted = samples.filter(isWithin(atMs));
	const perSecond = (value: (sample: Sample) => number) =>
		counted.reduce((sum, sample) => sum + value(sample), 0) / seconds;
	return {
		messages: perSecond(({ messages }) => messages),
		bytes: perSecond(({ bytes }) => bytes),
	};
}

function isWithin(nowMs: number): (sample: Sample) => boolean {
	return ({ atMs }) => atMs > nowMs - WINDOW_MS;
}
