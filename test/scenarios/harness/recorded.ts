import { watch } from "node:fs";
import { readFile } from "node:fs/promises";

/** Resolves when a recording that is being written contains this text. Rejects when `signal` aborts. */
export async function recorded(
	folder: string,
	file: string,
	text: string,
	signal: AbortSignal,
): Promise<void> {
	const holds = async () =>
		(await readFile(file, "utf8").catch(() => "")).includes(text);
	await new Promise<void>((resolve, reject) => {
		const look = () => void holds().then((found) => found && done(resolve));
		const watcher = watch(folder, { signal }, look);
		const done = (settle: () => void) => {
			watcher.close();
			settle();
		};
		watcher.once("error", reject);
		signal.addEventListener(
			"abort",
			() => reject(new Error(`${text} was not recorded`)),
			{ once: true },
		);
		look();
	});
}
