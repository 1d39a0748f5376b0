// Runs a program in a real pseudo-terminal and returns what a person would see there.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { spawn } from "@lydell/node-pty";
import xterm from "@xterm/headless";
import { build } from "esbuild";

/** The longest wait for text on the screen by default, in milliseconds. */
const PATIENCE_MS = 15_000;

/** Bundles a program of `programs/` into a folder, as the plugin itself is bundled. Returns the file's path. */
export async function bundleProgram(
	folder: string,
	name: string,
): Promise<string> {
	const outfile = join(folder, `${name}.mjs`);
	await build({
		entryPoints: [
			fileURLToPath(new URL(`programs/${name}.tsx`, import.meta.url)),
		],
		outfile,
		bundle: true,
		platform: "node",
		target: "node22",
		format: "esm",
		jsx: "automatic",
		define: { "process.env.NODE_ENV": '"production"' },
		alias: { "react-devtools-core": "./src/render/ink/no-devtools.ts" },
		banner: {
			js: 'import { createRequire as __createRequire } from "node:module";const require = __createRequire(import.meta.url);',
		},
	});
	return outfile;
}

/** Adjacent cells of one line that have the same style. */
export type Run = {
	/** The column it begins in. */
	readonly column: number;
	readonly text: string;
	/** Index into the 16 colours that a theme sets; undefined is the theme's own. */
	readonly colour: number | undefined;
	readonly weight: "normal" | "bold" | "dim";
	readonly ground: "normal" | "inverse";
};

/** A program in a terminal. */
type RunningProgram = AsyncDisposable & {
	/** Returns the visible lines, without spaces at their ends. */
	readonly lines: () => readonly string[];
	/** Returns which of the terminal's two screens is visible. */
	readonly buffer: () => "normal" | "alternate";
	/** Returns how often the alternate screen was begun and left. */
	readonly alternations: () => {
		readonly begun: number;
		readonly left: number;
	};
	/** Returns whether the cursor was last shown or hidden. */
	readonly cursor: () => "shown" | "hidden";
	/** Returns the visible lines as runs of cells of the same style, from left to right. */
	readonly runs: () => readonly (readonly Run[])[];
	/** Returns how many cells of the screen are coloured. */
	readonly colouredCells: () => number;
	readonly type: (keys: string) => void;
	readonly resize: (columns: number, rows: number) => void;
	/** Waits until the screen shows this text. @throws Error with the screen when it does not come */
	readonly see: (text: string) => Promise<void>;
	/** Waits until the screen's lines pass a check, since a frame may arrive in parts. @throws the check's last error */
	readonly show: (check: (lines: readonly string[]) => void) => Promise<void>;
	/** Resolves when the program has ended and all its output is on the screen. */
	readonly exited: Promise<{ readonly exitCode: number }>;
};

/** Starts a shell command in a terminal of this size. The program ends by itself, or at the end of the scope. */
export function startInTerminal(
	command: string,
	options: {
		readonly columns: number;
		readonly rows: number;
		readonly env?: NodeJS.ProcessEnv;
		readonly patienceMs?: number;
	},
): RunningProgram {
	const { columns: cols, rows, patienceMs = PATIENCE_MS } = options;
	const terminal = new xterm.Terminal({ cols, rows, allowProposedApi: true });
	const program = spawn("/bin/sh", ["-c", command], {
		cols,
		rows,
		name: "xterm-256color",
		env: { PATH: process.env["PATH"], ...options.env },
	});
	let cursor: "shown" | "hidden" = "shown";
	let [begun, left] = [0, 0];
	const watchers = new Set<() => void>();
	const parsed = () => {
		for (const watcher of watchers) watcher();
	};
	for (const [final, state] of [
		["h", "shown"],
		["l", "hidden"],
	] as const) {
		terminal.parser.registerCsiHandler({ prefix: "?", final }, (params) => {
			if (params.includes(25)) cursor = state;
			if (params.includes(1049)) state === "shown" ? begun++ : left++;
			return false;
		});
	}
	program.onData((data) => terminal.write(data, parsed));

	const exited = new Promise<{ exitCode: number }>((resolve) => {
		program.onExit(({ exitCode }) =>
			terminal.write("", () => resolve({ exitCode })),
		);
	});
	const lines = () =>
		Array.from({ length: terminal.rows }, (_, row) => {
			const { active } = terminal.buffer;
			return active.getLine(active.baseY + row)?.translateToString(true) ?? "";
		});
	const show = (check: (lines: readonly string[]) => void) =>
		new Promise<void>((resolve, reject) => {
			let failure: unknown;
			const timer = setTimeout(() => {
				watchers.delete(look);
				reject(failure);
			}, patienceMs);
			function look() {
				try {
					check(lines());
				} catch (caught) {
					failure = caught;
					return;
				}
				watchers.delete(look);
				clearTimeout(timer);
				resolve();
			}
			watchers.add(look);
			look();
		});
	function hasText(text: string) {
		return (seen: readonly string[]) => {
			const screen = seen.join("\n");
			if (!screen.includes(text))
				throw new Error(`"${text}" is not seen; the screen has:\n${screen}`);
		};
	}

	return {
		lines,
		buffer: () => terminal.buffer.active.type,
		alternations: () => ({ begun, left }),
		cursor: () => cursor,
		runs: () => runsOf(terminal),
		colouredCells: () =>
			runsOf(terminal)
				.flat()
				.filter(
					({ colour, weight }) => colour !== undefined || weight !== "normal",
				)
				.reduce((sum, { text }) => sum + text.length, 0),
		type: (keys) => program.write(keys),
		resize(columns, height) {
			terminal.resize(columns, height);
			program.resize(columns, height);
		},
		see: (text) => show(hasText(text)),
		show,
		exited,
		async [Symbol.asyncDispose]() {
			program.kill("SIGKILL");
			await exited;
			terminal.dispose();
		},
	};
}

function runsOf({
	buffer,
	cols,
	rows,
}: xterm.Terminal): readonly (readonly Run[])[] {
	return Array.from({ length: rows }, (_, row) => {
		const line = buffer.active.getLine(buffer.active.baseY + row);
		const cells = Array.from({ length: cols }, (_, column) =>
			cellAt(line?.getCell(column), column),
		);
		return cells.reduce<readonly Run[]>(joinAlike, []);
	});
}

function cellAt(cell: xterm.IBufferCell | undefined, column: number): Run {
	const bold = cell?.isBold() ? "bold" : "normal";
	return {
		column,
		// The second cell of a wide character has no text of its own.
		text: cell?.getWidth() === 0 ? "" : cell?.getChars() || " ",
		colour:
			cell === undefined || cell.isFgDefault() ? undefined : cell.getFgColor(),
		weight: cell?.isDim() ? "dim" : bold,
		ground: cell?.isInverse() ? "inverse" : "normal",
	};
}

function joinAlike(runs: readonly Run[], next: Run): readonly Run[] {
	const last = runs.at(-1);
	return last !== undefined && looksLike(last, next)
		? [...runs.slice(0, -1), { ...last, text: last.text + next.text }]
		: [...runs, next];
}

function looksLike(a: Run, b: Run): boolean {
	return (
		a.colour === b.colour && a.weight === b.weight && a.ground === b.ground
	);
}
