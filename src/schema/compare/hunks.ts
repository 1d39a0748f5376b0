/** A line that only one side has. */
export type ChangedLine = {
	readonly side: "before" | "after";
	readonly text: string;
};

/** Above this many pairs of lines the two sides are given whole: a schema that big is hostile or generated. */
const MOST_PAIRS = 4_000_000;

/** The lines that differ, in order; what was stands before what is. Indentation is that of the source. */
export function changedLines(
	before: readonly string[],
	after: readonly string[],
): readonly ChangedLine[] {
	const start = commonPrefix(before, after);
	const end = commonPrefix(
		before.slice(start).toReversed(),
		after.slice(start).toReversed(),
	);
	const was = before.slice(start, before.length - end);
	const is = after.slice(start, after.length - end);
	if (was.length * is.length > MOST_PAIRS) return [...gone(was), ...come(is)];
	return walk(was, is, commonLengths(was, is));
}

function commonPrefix(a: readonly string[], b: readonly string[]): number {
	const differs = a.findIndex((line, index) => line !== b[index]);
	return differs < 0 ? a.length : differs;
}

/** Length of the longest common subsequence of the lines from i and from j on. */
function commonLengths(
	a: readonly string[],
	b: readonly string[],
): readonly Uint32Array[] {
	const lengths = Array.from(
		{ length: a.length + 1 },
		() => new Uint32Array(b.length + 1),
	);
	for (let i = a.length - 1; i >= 0; i--)
		for (let j = b.length - 1; j >= 0; j--)
			setAt(
				lengths,
				i,
				j,
				a[i] === b[j]
					? at(lengths, i + 1, j + 1) + 1
					: Math.max(at(lengths, i + 1, j), at(lengths, i, j + 1)),
			);
	return lengths;
}

function at(lengths: readonly Uint32Array[], i: number, j: number): number {
	return lengths[i]?.[j] ?? 0;
}

function setAt(
	lengths: readonly Uint32Array[],
	i: number,
	j: number,
	value: number,
): void {
	const row = lengths[i];
	if (row !== undefined) row[j] = value;
}

function walk(
	a: readonly string[],
	b: readonly string[],
	lengths: readonly Uint32Array[],
): readonly ChangedLine[] {
	const lines: ChangedLine[] = [];
	let i = 0;
	let j = 0;
	while (i < a.length && j < b.length) {
		if (a[i] === b[j]) {
			i++;
			j++;
		} else if (at(lengths, i + 1, j) >= at(lengths, i, j + 1))
			lines.push(...gone(a.slice(i, ++i)));
		else lines.push(...come(b.slice(j, ++j)));
	}
	return [...lines, ...gone(a.slice(i)), ...come(b.slice(j))];
}

function gone(lines: readonly string[]): readonly ChangedLine[] {
	return lines.map((text) => ({ side: "before", text }));
}

function come(lines: readonly string[]): readonly ChangedLine[] {
	return lines.map((text) => ({ side: "after", text }));
}
