// fflate compresses in JavaScript: the same bytes on every machine, which zlib, tuned to each processor, does not promise.
import { gzipSync, type Zippable, zipSync } from "fflate";
import { tar } from "./tar.ts";

/** A file of an archive. */
export type Entry = {
	readonly name: string;
	readonly bytes: Buffer;
	/** Permissions, as chmod has them. */
	readonly mode: number;
};

/** Level 9 takes twice the time for a thousandth of the size. */
const DEFLATE = { level: 6, mem: 12 } as const;
/** The earliest time that zip can express, for want of a true one that would not change with each build. */
const ZIP_EPOCH = new Date(1980, 0, 1);
const ZIP_FROM_UNIX = 3;
/** A regular file, among a file's attributes on Unix. */
const S_IFREG = 0o100000;

/** Packs entries, sorted by name, into a `.tar.gz` or a `.zip`, as the archive's name says: same entries, same bytes. */
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
