// fflate compresses in JavaScript, so it gives the same bytes on every machine. zlib is tuned to each processor and does not
// promise that.
import { gzipSync, type Zippable, zipSync } from "fflate";
import { tar } from "./tar.ts";

/** A file of an archive. */
export type Entry = {
	readonly name: string;
	readonly bytes: Buffer;
	/** The permissions, as in chmod. */
	readonly mode: number;
};

/** Level 9 takes twice the time for a thousandth of the size. */
const DEFLATE = { level: 6, mem: 12 } as const;
/** The earliest time that zip can express. A true time would change with each build. */
const ZIP_EPOCH = new Date(1980, 0, 1);
const ZIP_FROM_UNIX = 3;
/** The bit of a Unix file mode that marks a regular file. */
const S_IFREG = 0o100000;

/**
 * Packs entries, sorted by name, into a `.tar.gz` or a `.zip`. The extension of `archive` decides which. The same entries
 * give the same bytes.
 */
export function packArchive(
	archive: string,
	entries: readonly Entry[],
): Uint8Array {
	const sorted = entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
	return archive.endsWith(".zip") ? zip(sorted) : tarGz(sorted);
}

function tarGz(entries: readonly Entry[]): Uint8Array {
	return gzipSync(tar(entries), { ...DEFLATE, mtime: 0 });
}

function zip(entries: readonly Entry[]): Uint8Array {
	const files: Zippable = {};
	for (const { name, bytes, mode } of entries) {
		const attrs = (S_IFREG | mode) << 16;
		files[name] = [bytes, { os: ZIP_FROM_UNIX, attrs }];
	}
	return zipSync(files, { ...DEFLATE, mtime: ZIP_EPOCH });
}
