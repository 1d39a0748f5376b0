import { randomUUID } from "node:crypto";
import { renameSync, rmSync, writeFileSync } from "node:fs";

/**
 * Writes a file in one step, so that a reader sees either what was there before or the whole new content. A failure leaves no draft
 * behind. Neither does the end of this process by a signal, since nothing here is awaited.
 */
export function replaceFile(
	file: string,
	content: string | Uint8Array,
	mode: number,
): void {
	const draft = `${file}.${randomUUID()}`;
	try {
		writeFileSync(draft, content, { mode, flag: "wx" });
		renameSync(draft, file);
	} catch (error) {
		rmSync(draft, { force: true });
		throw error;
	}
}
