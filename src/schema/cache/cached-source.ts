import { outerScope } from "../link/elements.ts";
import { createFileStore, type FileStore } from "../link/file-store.ts";
import { type RawFile, usableFiles } from "../link/raw-file.ts";
import type { OwnDescriptions } from "../reflection/own-services.ts";
import type { Schema, SchemaSource } from "../schema.ts";
import type { SchemaBuilder } from "../source/schema-builder.ts";
import { fullName } from "../source/schema-of-store.ts";
import type { SchemaEntry } from "./entry.ts";
import type { SchemaSlot } from "./slot.ts";

/** Where the names of the services come from. `served` asks the server each time. `kept` asks it only where the cache has no names. */
export type Listing = "served" | "kept";

/** A cache entry whose files are decoded. */
type Kept = Omit<SchemaEntry, "files"> & { readonly files: readonly RawFile[] };

type Caching = {
	readonly builder: SchemaBuilder;
	/**
	 * The services that this program describes because the server does not. The cache keeps them, and a run that reads them from it
	 * reports them again.
	 */
	readonly ownDescriptions: OwnDescriptions;
	readonly listing?: Listing | undefined;
};

/**
 * Returns a source that reads a server's schema from the cache, and from `source` where the cache lacks a part of it. What it
 * reads from `source` it keeps. Where the server lists other services than the entry does, the entry is removed and not used.
 */
export function cachedSource(
	source: SchemaSource,
	slot: SchemaSlot,
	{ builder, ownDescriptions, listing = "served" }: Caching,
): SchemaSource {
	let reading: Promise<Kept | undefined> | undefined;
	const kept = () => {
		reading ??= readKept(slot, builder);
		return reading;
	};
	const keep = async (schema: Schema, symbols: readonly string[]) => {
		const fresh = await withSchema(await kept(), schema, symbols, builder);
		if (fresh === undefined) return;
		const described = [
			...new Set([...fresh.described, ...ownDescriptions.services()]),
		];
		const entry = { ...fresh, described };
		reading = Promise.resolve(entry);
		const files = entry.files.map(({ bytes }) => bytes);
		await slot.write({ ...entry, files });
	};
	const find = async (symbols: readonly string[]) => {
		const entry = await kept();
		return entry && keptSchema(entry, symbols, builder, ownDescriptions);
	};
	const services = async () => {
		const known = listing === "kept" ? (await kept())?.services : undefined;
		if (known !== undefined && known.length > 0) return known;
		const names = await source.services();
		const entry = await kept();
		if (entry !== undefined && !isSame(entry.services, names)) {
			reading = Promise.resolve(undefined);
			await slot.remove();
		}
		return names;
	};
	return {
		services,
		async schemaOf(symbol) {
			const name = fullName(symbol);
			const found = await find([name]);
			if (found !== undefined) return found;
			const schema = await source.schemaOf(symbol);
			await keep(schema, [serviceOf(schema, name) ?? name]);
			return schema;
		},
		async everything() {
			const names = await services();
			const found = await find(names);
			if (found !== undefined) return found;
			const schema = await source.everything();
			await keep(schema, schema.services);
			return schema;
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

function isSame(a: readonly string[], b: readonly string[]): boolean {
	return a.length === b.length && a.every((name, index) => name === b[index]);
}

function serviceOf(schema: Schema, name: string): string | undefined {
	return schema.registry.getService(outerScope(name))?.typeName;
}
