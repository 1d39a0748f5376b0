import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { lstat, mkdir, open, readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { replaceFile } from "../../replace-file.ts";
import { decodeEntry, encodeEntry, type SchemaEntry } from "./entry.ts";

/** The place of one server's schema in the cache. An unusable folder is no error: `read` finds nothing and `write` keeps nothing. */
export type SchemaSlot = {
	/** Returns undefined where there is no entry. A broken entry is removed. */
	readonly read: () => Promise<SchemaEntry | undefined>;
	/** Two writers at the same time do not mix their entries: the one that ends last wins. */
	readonly write: (entry: SchemaEntry) => Promise<void>;
	readonly remove: () => Promise<void>;
};

type SlotOptions = {
	/** The folder of the entries: `…/kubectl-grpc/schema`. */
	readonly folder: string;
	/** What must be equal for two servers to share a schema. */
	readonly key: readonly string[];
	/** The most bytes of all entries together. Beyond it the oldest entries are removed. */
	readonly maxTotalBytes?: number;
};

/** The largest known schemas have some megabytes. */
const MAX_ENTRY_BYTES = 16 * 1024 * 1024;
const MAX_TOTAL_BYTES = 64 * 1024 * 1024;
/** Change it when the format of the entries changes. Entries of another format are not found any more, and are removed as the oldest. */
const FORMAT = "3";

/** Opens the place for a key. The file's name is a hash of the key, so that it discloses nothing of it. */
export function schemaSlot({
	folder,
	key,
	maxTotalBytes = MAX_TOTAL_BYTES,
}: SlotOptions): SchemaSlot {
	const name = createHash("sha256").update(JSON.stringify([FORMAT, ...key]));
	const path = join(folder, name.digest("hex"));
	const remove = () => ignoringErrors(() => rm(path, { force: true }));
	return {
		remove,
		async read() {
			const stored = await ignoringErrors(() => readBounded(path));
			if (stored === undefined) return undefined;
			const entry = await ignoringErrors(async () => decodeEntry(stored));
			if (entry === undefined) await remove();
			return entry;
		},
		async write(entry) {
			const stored = encodeEntry(entry);
			if (stored.length > MAX_ENTRY_BYTES) return;
			await ignoringErrors(async () => {
				await makeFolder(folder);
				replaceFile(path, stored, 0o600);
				await removeOldest(folder, maxTotalBytes);
			});
		},
	};
}

async function ignoringErrors<T>(
	act: () => Promise<T>,
): Promise<T | undefined> {
	return act().catch(() => undefined);
}

/** Does not follow a symbolic link, and does not wait for the writer of a named pipe. */
const OPEN_AS_IT_IS =
	constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Reads a regular file that this user owns. --cache-dir may be a folder that other users write to, and a file of theirs must not
 * count as a server's answer.
 * @throws Error where there is no such file, or something else has its name
 */
async function readBounded(path: string): Promise<Uint8Array> {
	const file = await open(path, OPEN_AS_IT_IS);
	try {
		const found = await file.stat();
		const isOwn = found.uid === (process.getuid?.() ?? found.uid);
		if (!found.isFile() || !isOwn) throw new Error("no entry of this user's");
		// A file larger than any entry is a broken entry. Empty bytes have no checksum, so the reader takes them for one.
		return found.size > MAX_ENTRY_BYTES
			? new Uint8Array()
			: await file.readFile();
	} finally {
		await file.close();
	}
}

/** Makes the folder and two parents one by one: Node's recursive mkdir never ends below /proc. It does not make a missing home folder. */
async function makeFolder(folder: string): Promise<void> {
	for (const each of [dirname(dirname(folder)), dirname(folder), folder])
		await ignoringErrors(() => mkdir(each, { mode: 0o700 }));
}

/** The name of an entry, or of the draft of one. Any other file in the folder belongs to someone else. */
const ENTRY_NAME = /^[0-9a-f]{64}(\.[0-9a-f-]{36})?$/;

async function removeOldest(folder: string, maxBytes: number): Promise<void> {
	const names = (await readdir(folder)).filter((name) => ENTRY_NAME.test(name));
	const found = await Promise.all(
		names.map(async (name) => {
			const path = join(folder, name);
			const entry = await ignoringErrors(() => lstat(path));
			return entry === undefined
				? []
				: [{ path, bytes: entry.size, changedMs: entry.mtimeMs }];
		}),
	);
	const newestFirst = found.flat().sort((a, b) => b.changedMs - a.changedMs);
	let bytes = 0;
	for (const entry of newestFirst) {
		bytes += entry.bytes;
		if (bytes > maxBytes)
			await ignoringErrors(() => rm(entry.path, { force: true }));
	}
}
