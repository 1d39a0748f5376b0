import { rename, rm, stat, writeFile } from "node:fs/promises";

/** Replaces a file at once, keeping its mode: a reader sees the old text or the new one, whole. A failure leaves nothing behind. */
export async function replaceFile(file: string, text: string): Promise<void> {
	const { mode } = await stat(file);
	const draft = `${file}.${process.pid}.tmp`;
	try {
		await writeFile(draft, text, { mode, flag: "wx" });
		await rename(draft, file);
	} catch (error) {
		await rm(draft, { force: true });
		throw error;
	}
}
