// Runs a program in a real pseudo-terminal and tells what a person would see there.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { spawn } from "@lydell/node-pty";
import xterm from "@xterm/headless";
import { build } from "esbuild";

const DEADLINE_MS = 15_000;

/** Bundles a program of `programs/` into a folder, as the plugin itself is bundled, and gives the path of the file. */
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

/** A program in a terminal. */
export type RunningProgram = AsyncDisposable & {
	/** The lines that are seen now, without spaces at their ends. */
	readonly lines: () => readonly string[];
	/** Which of the terminal's two screens is seen. */
	readonly buffer: () => "normal" | "alternate";
	/** Whether the cursor was shown or hidden last. */
	readonly cursor: () => "shown" | "hidden";
	/** How many cells of the screen are coloured. */
	readonly colouredCells: () => number;
	readonly type: (keys: string) => void;
	readonly resize: (columns: number, rows: number) => void;
	/** Waits until the screen has this text. @throws Error with the screen when it does not come */
	readonly see: (text: string) => Promise<void>;
	/** Waits until the screen's lines pass a check: a frame may arrive in parts. @throws what the check threw last */
	readonly show: (check: (lines: readonly string[]) => void) => Promise<void>;
	/** The end of the program, all that it wrote being on the screen. */
	readonly exited: Promise<{ readonly exitCode: number }>;
};

/** Starts a shell command in a terminal of that size. The program must end by itself, or at the end of the scope. */
export function startInTerminal(
	command: string,
	options: {
		readonly columns: number;
		readonly rows: number;
		readonly env?: NodeJS.ProcessEnv;
	},
): RunningProgram {
	const { columns: cols, rows } = options;
	const terminal = new xterm.Terminal({ cols, rows, allowProposedApi: true });
	const program = spawn("/bin/sh", ["-c", command], {
		cols,
		rows,
		name: "xterm-256color",
		env: { PATH: process.env["PATH"], ...options.env },
	});
	let cursor: "shown" | "hidden" = "shown";
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
			}, DEADLINE_MS);
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
		cursor: () => cursor,
		colouredCells: () => countColoured(terminal),
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

function countColoured({ buffer, cols, rows }: xterm.Terminal): number {
	let count = 0;
	for (let row = 0; row < rows; row++) {
		const line = buffer.active.getLine(buffer.active.baseY + row);
		for (let column = 0; column < cols; column++) {
			const cell = line?.getCell(column);
			if (cell && (!cell.isFgDefault() || cell.isDim() || cell.isBold()))
				count++;
		}
	}
	return count;
}
