// What a server runs on is made once, and kept in the cache folder under a hash of what it is made from.
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

/** Gives the folder `name`/HASH of the cache folder. The first time, `make` fills one that is then moved there. */
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

/** Made beside its place and then moved there, so that a folder that exists is whole, whoever else makes it meanwhile. */
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
