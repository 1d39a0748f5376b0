/** A piece of proto source: a line, or a block that contains pieces. Comments are lines without slashes. */
export type Source = {
	/** Comments with an empty line after them. */
	readonly detached?: readonly (readonly string[])[];
	readonly leading?: readonly string[];
	/** The text without the `{` of a block or the `;` of a line. It may have several lines, each indented relative to the piece. */
	readonly head: string;
	/** Undefined for a piece that ends in `;`. */
	readonly body?: readonly Source[];
	readonly trailing?: readonly string[];
};

/** `compact` has no empty lines. `spaced` puts empty lines around blocks, as in files that people write. */
type Spacing = "compact" | "spaced";

const INDENT = "  ";

/** Returns the source as lines without line breaks. */
export function sourceLines(
	pieces: readonly Source[],
	spacing: Spacing,
): readonly string[] {
	return pieces.flatMap((piece, index) => {
		const before = pieces[index - 1];
		const apart =
			spacing === "spaced" &&
			before !== undefined &&
			(isBlock(piece) || isBlock(before));
		return [...(apart ? [""] : []), ...pieceLines(piece, spacing)];
	});
}

function isBlock({ body, leading }: Source): boolean {
	return body !== undefined || leading !== undefined;
}

function pieceLines(piece: Source, spacing: Spacing): readonly string[] {
	const above = [
		...(piece.detached ?? []).flatMap((comment) => [
			...comment.map(commentLine),
			"",
		]),
		...(piece.leading ?? []).map(commentLine),
	];
	if (piece.body === undefined)
		return [...above, ...withTrailing(`${piece.head};`, piece.trailing)];
	return [
		...above,
		...`${piece.head} {`.split("\n"),
		...indented((piece.trailing ?? []).map(commentLine)),
		...indented(sourceLines(piece.body, spacing)),
		"}",
	];
}

/** A comment of one line stays on the line of the piece. A longer one goes below it. */
function withTrailing(
	line: string,
	trailing: readonly string[] = [],
): readonly string[] {
	const lines = line.split("\n");
	if (trailing.length !== 1) return [...lines, ...trailing.map(commentLine)];
	return [
		...lines.slice(0, -1),
		`${lines.at(-1)} ${commentLine(trailing[0] ?? "")}`,
	];
}

function commentLine(text: string): string {
	return `//${text === "" || text.startsWith(" ") ? "" : " "}${text}`.trimEnd();
}

/** Returns lines indented by one level. Empty lines stay empty. */
export function indented(lines: readonly string[]): readonly string[] {
	return lines.map((line) => (line === "" ? "" : INDENT + line));
}
