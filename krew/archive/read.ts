import { gunzipSync } from "node:zlib";
import { unzipSync } from "fflate";

const BLOCK = 512;

/** Returns the files of an archive that packArchive made, by name. @throws when it is cut short or damaged */
export function readArchive(
	archive: string,
	bytes: Uint8Array,
): ReadonlyMap<string, Uint8Array> {
	try {
		return archive.endsWith(".zip")
			? new Map(Object.entries(unzipSync(bytes)))
			: readTar(gunzipSync(bytes));
	} catch (cause) {
		throw new Error(`${archive} is cut short or damaged`, { cause });
	}
}

function readTar(file: Buffer): ReadonlyMap<string, Uint8Array> {
	const files = new Map<string, Uint8Array>();
	let at = 0;
	while (file[at] !== 0) {
		const name = file.toString("latin1", at, at + 100).replace(/\0.*/, "");
		const size = Number.parseInt(
			file.toString("latin1", at + 124, at + 135),
			8,
		);
		const start = at + BLOCK;
		files.set(name, file.subarray(start, start + size));
		at = start + Math.ceil(size / BLOCK) * BLOCK;
		if (Number.isNaN(at) || at > file.length) throw new Error("unexpected end");
	}
	return files;
}
