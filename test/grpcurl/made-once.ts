// What a server runs on is made once. It is kept in the cache folder under a hash of its sources.
import { createHash } from "node:crypto";
import {
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
} from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../cluster/state.ts";

/** Returns the folder `name`/HASH of the cache folder. The first time, `make` fills a folder that is then moved there. */
export async function madeOnce(
	name: string,
	sources: readonly string[],
	make: (folder: string) => Promise<void>,
): Promise<string> {
	const hash = createHash("sha256");
	for (const file of sources) hash.update(readFileSync(file));
	const folder = join(cacheFolder(), name, hash.digest("hex").slice(0, 16));
	if (!existsSync(folder)) await makeBeside(folder, make);
	return folder;
}

/**
 * Fills a folder beside the final one and then renames it, so that a folder that exists is complete. Another process may make
 * the same folder meanwhile.
 */
async function makeBeside(
	folder: string,
	make: (folder: string) => Promise<void>,
): Promise<void> {
	const partial = `${folder}.${process.pid}`;
	try {
		mkdirSync(partial, { recursive: true });
		await make(partial);
		if (!existsSync(folder)) renameSync(partial, folder);
	} finally {
		rmSync(partial, { recursive: true, force: true });
	}
}
