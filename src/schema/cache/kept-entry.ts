import { outerScope } from "../link/elements.ts";
import { createFileStore, type FileStore } from "../link/file-store.ts";
import { type RawFile, usableFiles } from "../link/raw-file.ts";
import type { OwnDescriptions } from "../reflection/own-services.ts";
import type { Schema } from "../schema.ts";
import type { SchemaBuilder } from "../source/schema-builder.ts";
import type { SchemaEntry } from "./entry.ts";
import type { SchemaSlot } from "./slot.ts";

/** A cache entry whose files are decoded. */
type Kept = Omit<SchemaEntry, "files"> & { readonly files: readonly RawFile[] };

/** The entry of one server build: read once, and written where more is known. */
export type KeptEntry = {
	/** Returns the services of the entry; undefined without one. */
	readonly services: () => Promise<readonly string[] | undefined>;
	/** Returns the schema of symbols; undefined where the entry does not hold all of it. */
	readonly find: (symbols: readonly string[]) => Promise<Schema | undefined>;
	/** Adds a schema, which holds everything that `symbols` need. */
	readonly keep: (schema: Schema, symbols: readonly string[]) => Promise<void>;
	readonly remove: () => Promise<void>;
};

/** Returns the entry in a slot. */
export function keptEntry(
	slot: SchemaSlot,
	builder: SchemaBuilder,
	ownDescriptions: OwnDescriptions,
): KeptEntry {
	let reading: Promise<Kept | undefined> | undefined;
	const kept = () => {
		reading ??= readKept(slot, builder);
		return reading;
	};
	return {
		services: async () => (await kept())?.services,
		async find(symbols) {
			const entry = await kept();
			return entry && keptSchema(entry, symbols, builder, ownDescriptions);
		},
		async keep(schema, symbols) {
			const fresh = await withSchema(await kept(), schema, symbols, builder);
			if (fresh === undefined) return;
			const described = [
				...new Set([...fresh.described, ...ownDescriptions.services()]),
			];
			const entry = { ...fresh, described };
			reading = Promise.resolve(entry);
			const files = entry.files.map(({ bytes }) => bytes);
			await slot.write({ ...entry, files });
		},
		async remove() {
			reading = Promise.resolve(undefined);
			await slot.remove();
		},
	};
}

async function readKept(
	slot: SchemaSlot,
	{ decode }: SchemaBuilder,
): Promise<Kept | undefined> {
	const entry = await slot.read();
	if (entry === undefined) return undefined;
	const files = await usableFiles(entry.files, decode);
	return files.length < entry.files.length ? undefined : { ...entry, files };
}

/**
 * Returns undefined where the entry does not hold the whole schema of a symbol, or where no file of it has the symbol. That is so
 * for a method that the server gained later, and for a type that only this program has.
 */
async function keptSchema(
	{ symbols: whole, services, files, described }: Kept,
	symbols: readonly string[],
	{ schemaOf }: SchemaBuilder,
	{ add }: OwnDescriptions,
): Promise<Schema | undefined> {
	const isWhole = (name: string) =>
		whole.includes(name) ||
		// An entry that holds a service holds its methods.
		(whole.includes(outerScope(name)) && services.includes(outerScope(name)));
	if (!symbols.every(isWhole)) return undefined;
	const store = createFileStore(files);
	const found = symbols.map((symbol) => store.find(symbol)?.name);
	const names = found.filter((name) => name !== undefined);
	if (names.length < found.length) return undefined;
	for (const service of described)
		if (names.includes(store.find(service)?.name ?? "")) add(service);
	return schemaOf(store, { files: names, services });
}

/**
 * Returns the entry with `schema` added, which holds everything that `symbols` need. Returns undefined for a schema with a
 * problem that its files would not show when they are read back.
 */
async function withSchema(
	entry: Kept | undefined,
	{ services, files, problems }: Schema,
	symbols: readonly string[],
	{ decode }: SchemaBuilder,
): Promise<Kept | undefined> {
	if (problems.some(({ kind }) => kind !== "missing-import")) return undefined;
	const usable = await usableFiles(files, decode);
	if (usable.length < files.length) return undefined;
	const fresh = createFileStore(usable);
	if (entry === undefined || !isCurrent(entry, services, fresh))
		return { services, symbols, files: fresh.files(), described: [] };
	for (const file of entry.files) fresh.add(file);
	return {
		services,
		symbols: [...new Set([...entry.symbols, ...symbols])],
		files: fresh.files(),
		described: entry.described,
	};
}

/** Whether an entry matches what the server has just answered. */
function isCurrent(
	entry: Kept,
	services: readonly string[],
	fresh: FileStore,
): boolean {
	return (
		isSame(entry.services, services) &&
		entry.files.every(({ name, bytes }) => {
			const now = fresh.get(name)?.bytes;
			return now === undefined || Buffer.compare(now, bytes) === 0;
		})
	);
}

/** Whether two lists have the same names in the same order. */
export function isSame(a: readonly string[], b: readonly string[]): boolean {
	return a.length === b.length && a.every((name, index) => name === b[index]);
}
