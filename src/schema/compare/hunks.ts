/** A line that only one side has. */
export type ChangedLine = {
	readonly side: "before" | "after";
	readonly text: string;
};

/** How many pairs of lines may still be compared. */
export type LinePairs = { left: number };

/** The most pairs for one declaration: the comparison takes 16 MB. */
const MOST_AT_ONCE = 4_000_000;
/** The most pairs for a whole run: some tenths of a second. A schema that needs more is hostile or generated. */
const MOST_PAIRS = 40_000_000;

/** Returns the budget of a run for finding the lines that differ. */
export function linePairs(): LinePairs {
	return { left: MOST_PAIRS };
}

/**
 * Returns the lines that differ, in order. Lines of `before` stand before the lines that replace them. Lines keep the indentation
 * of the source.
 * @param pairs the budget, which the call reduces. Where more pairs are needed than are left, or more than 4 million, the result
 * is all lines of both sides between their common start and end
 */
export function changedLines(
	before: readonly string[],
	after: readonly string[],
	pairs: LinePairs,
): readonly ChangedLine[] {
	const start = commonPrefix(before, after);
	const end = commonPrefix(
		before.slice(start).toReversed(),
		after.slice(start).toReversed(),
	);
	const was = before.slice(start, before.length - end);
	const is = after.slice(start, after.length - end);
	const needed = was.length * is.length;
	if (needed > Math.min(MOST_AT_ONCE, pairs.left))
		return [...removedLines(was), ...addedLines(is)];
	pairs.left -= needed;
	const numberOf = numbering();
	return walk(was, is, commonLengths(was.map(numberOf), is.map(numberOf)));
}

/** Gives equal lines the same number: comparing long lines that are nearly equal takes too much time. */
function numbering(): (line: string) => number {
	const numbers = new Map<string, number>();
	return (line) => {
		const number = numbers.get(line) ?? numbers.size;
		numbers.set(line, number);
		return number;
	};
}

function commonPrefix(a: readonly string[], b: readonly string[]): number {
	const differs = a.findIndex((line, index) => line !== b[index]);
	return differs < 0 ? a.length : differs;
}

/** Returns a table: at (i, j) the length of the longest common subsequence of the lines from i on and from j on. */
function commonLengths(
	a: readonly number[],
	b: readonly number[],
): readonly Uint32Array[] {
	let below = new Uint32Array(b.length + 1);
	const rows = a.toReversed().map((line) => {
		below = commonRow(line, b, below);
		return below;
	});
	return [...rows.toReversed(), new Uint32Array(b.length + 1)];
}

function commonRow(
	line: number,
	b: readonly number[],
	below: Uint32Array,
): Uint32Array<ArrayBuffer> {
	const row = new Uint32Array(b.length + 1);
	let length = 0;
	for (let j = b.length - 1; j >= 0; j--) {
		const here = below[j] ?? 0;
		length = b[j] === line ? (below[j + 1] ?? 0) + 1 : Math.max(here, length);
		row[j] = length;
	}
	return row;
}

function at(lengths: readonly Uint32Array[], i: number, j: number): number {
	return lengths[i]?.[j] ?? 0;
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
			lines.push(...removedLines(a.slice(i, ++i)));
		else lines.push(...addedLines(b.slice(j, ++j)));
	}
	return [...lines, ...removedLines(a.slice(i)), ...addedLines(b.slice(j))];
}

function removedLines(lines: readonly string[]): readonly ChangedLine[] {
	return lines.map((text) => ({ side: "before", text }));
}

function addedLines(lines: readonly string[]): readonly ChangedLine[] {
	return lines.map((text) => ({ side: "after", text }));
}
