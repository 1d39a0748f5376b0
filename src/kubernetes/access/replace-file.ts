import { renameSync, rmSync, statSync, writeFileSync } from "node:fs";

/**
 * Replaces a file in one step and keeps its mode, so that a reader sees either the whole old text or the whole new one. A failure
 * leaves no draft behind. Neither does a signal, since nothing here is awaited.
 */
export function replaceFile(file: string, text: string): void {
	const { mode } = statSync(file);
	const draft = `${file}.${process.pid}.tmp`;
	try {
		writeFileSync(draft, text, { mode, flag: "wx" });
		renameSync(draft, file);
	} catch (error) {
		rmSync(draft, { force: true });
		throw error;
	}
}
