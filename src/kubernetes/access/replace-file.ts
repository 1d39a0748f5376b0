import { renameSync, rmSync, statSync, writeFileSync } from "node:fs";

/**
 * Replaces a file at once, keeping its mode: a reader sees the old text or the new one, whole. A failure leaves nothing behind, nor does a
 * signal, as nothing else is done meanwhile.
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
