import { createHash, randomUUID } from "node:crypto";
import { constants } from "node:fs";
import {
	lstat,
	mkdir,
	open,
	readdir,
	rename,
	rm,
	writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { decodeEntry, encodeEntry, type SchemaEntry } from "./entry.ts";

/** The place of one server's schema in the cache. A cache that cannot be had is no error: nothing is found in it, and nothing kept. */
export type SchemaSlot = {
	/** Undefined when there is none; one that is broken is removed. */
	readonly read: () => Promise<SchemaEntry | undefined>;
	/** Writers at the same time don't mix: the last entry stays. */
	readonly write: (entry: SchemaEntry) => Promise<void>;
	readonly remove: () => Promise<void>;
};

type SlotOptions = {
	/** `…/kubectl-grpc/schema`. */
	readonly folder: string;
	/** What must be equal for a schema to be the same. */
	readonly key: readonly string[];
	/** Of all entries together; the oldest go first. */
	readonly maxTotalBytes?: number;
};

/** The largest schemas known have some megabytes. */
const MAX_ENTRY_BYTES = 16 * 1024 * 1024;
const MAX_TOTAL_BYTES = 64 * 1024 * 1024;
/** Changes when entries mean something else: those of other versions are not found, and go as the oldest. */
const FORMAT = "2";

/** Opens the place for a key. The file's name is a hash, so that it tells nothing. */
export function schemaSlot({
	folder,
	key,
	maxTotalBytes = MAX_TOTAL_BYTES,
}: SlotOptions): SchemaSlot {
	const name = createHash("sha256").update(JSON.stringify([FORMAT, ...key]));
	const path = join(folder, name.digest("hex"));
	const remove = () => quietly(() => rm(path, { force: true }));
	return {
		remove,
		async read() {
			const stored = await quietly(() => readBounded(path));
			if (stored === undefined) return undefined;
			const entry = await quietly(async () => decodeEntry(stored));
			if (entry === undefined) await remove();
			return entry;
		},
		async write(entry) {
			const stored = encodeEntry(entry);
			if (stored.length > MAX_ENTRY_BYTES) return;
			await quietly(async () => {
				await makeFolder(folder);
				await replace(path, stored);
				await removeOldest(folder, maxTotalBytes);
			});
		},
	};
}

async function quietly<T>(act: () => Promise<T>): Promise<T | undefined> {
	return act().catch(() => undefined);
}

/** Neither a link is followed nor a pipe's writer waited for. */
const OPEN_AS_IT_IS =
	constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Reads a file of this user's own: --cache-dir may be a folder that others write to, and theirs would be taken for what a server said.
 * @throws Error where something else stands in its place
 */
async function readBounded(path: string): Promise<Uint8Array> {
	const file = await open(path, OPEN_AS_IT_IS);
	try {
		const found = await file.stat();
		const isOwn = found.uid === (process.getuid?.() ?? found.uid);
		if (!found.isFile() || !isOwn) throw new Error("no entry of this user's");
		// Of what is larger than any entry the start alone makes it a broken one.
		return found.size > MAX_ENTRY_BYTES
			? new Uint8Array()
			: await file.readFile();
	} finally {
		await file.close();
	}
}

/** One by one: of a folder below /proc, Node's recursive mkdir never comes to an end. A home that is not there is not made. */
async function makeFolder(folder: string): Promise<void> {
	for (const each of [dirname(dirname(folder)), dirname(folder), folder])
		await quietly(() => mkdir(each, { mode: 0o700 }));
}

/** A reader sees the old entry or the new one, whole. */
async function replace(path: string, stored: Uint8Array): Promise<void> {
	const written = `${path}.${randomUUID()}`;
	try {
		await writeFile(written, stored, { mode: 0o600, flag: "wx" });
		await rename(written, path);
	} catch (error) {
		await rm(written, { force: true });
		throw error;
	}
}

/** An entry, or one that was being written; what else is in the folder is somebody's. */
const ENTRY_NAME = /^[0-9a-f]{64}(\.[0-9a-f-]{36})?$/;

async function removeOldest(folder: string, maxBytes: number): Promise<void> {
	const names = (await readdir(folder)).filter((name) => ENTRY_NAME.test(name));
	const found = await Promise.all(
		names.map(async (name) => {
			const path = join(folder, name);
			const entry = await quietly(() => lstat(path));
			return entry === undefined
				? []
				: [{ path, bytes: entry.size, changedMs: entry.mtimeMs }];
		}),
	);
	const newestFirst = found.flat().sort((a, b) => b.changedMs - a.changedMs);
	let bytes = 0;
	for (const entry of newestFirst) {
		bytes += entry.bytes;
		if (bytes > maxBytes) await quietly(() => rm(entry.path, { force: true }));
	}
}
