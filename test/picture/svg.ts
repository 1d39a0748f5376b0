import type { Run } from "../unit/render/ink/terminal.ts";

/** The size of a terminal's cell and the margin around all cells, in pixels. */
const CELL = { width: 8.4, height: 19 };
const MARGIN = { x: 18, y: 16 };
const FONT_SIZE = 14;
const FONTS =
	"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace";

/** A dark theme with its own background, since GitHub shows it on a light page and on a dark one. */
const THEME = {
	ground: "#0d1117",
	edge: "#30363d",
	text: "#e6edf3",
	dim: "#8b949e",
	/** Those of the 16 colours that the plugin uses. */
	palette: { 1: "#ff7b72", 2: "#56d364", 3: "#e3b341" } as Readonly<
		Record<number, string>
	>,
};

/** Returns a terminal's screen as an SVG. Its text can be copied; it has no script and no font of its own. */
export function svgOf(
	lines: readonly (readonly Run[])[],
	title: string,
): string {
	const columns = Math.max(...lines.map(columnsOf));
	const width = Math.ceil(columns * CELL.width + 2 * MARGIN.x);
	const height = Math.ceil(lines.length * CELL.height + 2 * MARGIN.y);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
		`<title>${escaped(title)}</title>`,
		`<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="${THEME.ground}" stroke="${THEME.edge}"/>`,
		`<g font-family="${FONTS}" font-size="${FONT_SIZE}" fill="${THEME.text}" xml:space="preserve">`,
		...lines.flatMap((runs, row) => runs.flatMap((run) => svgRun(run, row))),
		"</g>",
		"</svg>",
		"",
	].join("\n");
}

function columnsOf(runs: readonly Run[]): number {
	const last = runs.findLast(isSeen);
	return last === undefined ? 0 : last.column + last.text.trimEnd().length;
}

function isSeen({ text, ground }: Run): boolean {
	return text.trim() !== "" || ground === "inverse";
}

/** Stretches each run over its columns, so that columns are aligned in whatever font the reader has. */
function svgRun(run: Run, row: number): readonly string[] {
	if (!isSeen(run)) return [];
	const blanks = run.text.length - run.text.trimStart().length;
	const text = run.text.trim();
	const x = MARGIN.x + (run.column + blanks) * CELL.width;
	const y = MARGIN.y + row * CELL.height;
	const length = text.length * CELL.width;
	const attributes = [
		`x="${pixels(x)}"`,
		`y="${pixels(y + CELL.height * 0.74)}"`,
		`textLength="${pixels(length)}"`,
		`fill="${colourOf(run)}"`,
		...(run.weight === "bold" ? ['font-weight="bold"'] : []),
	];
	return [`<text ${attributes.join(" ")}>${escaped(text)}</text>`];
}

function colourOf({ colour, weight }: Run): string {
	const chosen = colour === undefined ? undefined : THEME.palette[colour];
	return chosen ?? (weight === "dim" ? THEME.dim : THEME.text);
}

function pixels(value: number): string {
	return String(Math.round(value * 100) / 100);
}

function escaped(text: string): string {
	return text
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;");
}
