/** A piece of proto source: a line, or a block with pieces in it. Comments are lines without their slashes. */
export type Source = {
	/** Comments that stand apart from what follows. */
	readonly detached?: readonly (readonly string[])[];
	readonly leading?: readonly string[];
	/** Without the `{` of a block or the `;` of a line. May span lines, which are indented from the start of the piece. */
	readonly head: string;
	/** Undefined for a line that ends in `;`. */
	readonly body?: readonly Source[];
	readonly trailing?: readonly string[];
};

/** `compact` has no empty lines; `spaced` sets blocks apart, as people write files. */
type Spacing = "compact" | "spaced";

const INDENT = "  ";

/** The source as lines, without a line break at the end of the last. */
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

/** A short comment stays behind its line, a long one goes below. */
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

/** Lines one level in; empty ones stay empty. */
export function indented(lines: readonly string[]): readonly string[] {
	return lines.map((line) => (line === "" ? "" : INDENT + line));
}
