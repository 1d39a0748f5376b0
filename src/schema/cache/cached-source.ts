import { outerScope } from "../link/elements.ts";
import { createFileStore, type FileStore } from "../link/file-store.ts";
import { usableFiles } from "../link/raw-file.ts";
import type { Schema, SchemaSource } from "../schema.ts";
import { fullName, schemaOfStore } from "../source/schema-of-store.ts";
import type { SchemaEntry } from "./entry.ts";
import type { SchemaSlot } from "./slot.ts";

/** Whose word it is which services there are: `served` asks the server each time, `kept` only where nothing is kept. */
export type Listing = "served" | "kept";

/**
 * A server's schema, whose files are taken from the cache where they are all there, and kept in it where they are not. Where the list
 * of services is the server's and not the one kept, nothing else that is kept is used.
 */
export function cachedSource(
	source: SchemaSource,
	slot: SchemaSlot,
	listing: Listing = "served",
): SchemaSource {
	let reading: Promise<SchemaEntry | undefined> | undefined;
	const kept = () => {
		reading ??= slot.read();
		return reading;
	};
	const keep = async (schema: Schema, symbols: readonly string[]) => {
		const entry = await withSchema(await kept(), schema, symbols);
		if (entry === undefined) return;
		reading = Promise.resolve(entry);
		await slot.write(entry);
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
			const entry = await kept();
			const found = entry && (await schemaIn(entry, name));
			if (found !== undefined) return found;
			const schema = await source.schemaOf(symbol);
			await keep(schema, [serviceOf(schema, name) ?? name]);
			return schema;
		},
		async everything() {
			const names = await services();
			const entry = await kept();
			const found = entry && (await wholeSchema(entry, names));
			if (found !== undefined) return found;
			const schema = await source.everything();
			await keep(schema, schema.services);
			return schema;
		},
	};
}

async function wholeSchema(
	entry: SchemaEntry,
	services: readonly string[],
): Promise<Schema | undefined> {
	const isWhole = services.every((name) => entry.symbols.includes(name));
	return isWhole ? schemaFor(entry, services) : undefined;
}

async function schemaIn(
	entry: SchemaEntry,
	name: string,
): Promise<Schema | undefined> {
	const parent = outerScope(name);
	const isWhole =
		entry.symbols.includes(name) ||
		// With a service its methods are there.
		(entry.symbols.includes(parent) && entry.services.includes(parent));
	return isWhole ? schemaFor(entry, [name]) : undefined;
}

/** What was linked of an entry, by the symbols that it was linked for. */
const linked = new WeakMap<
	SchemaEntry,
	Map<string, Promise<Schema | undefined>>
>();

/** Links once what each pod of one build asks for. */
function schemaFor(
	entry: SchemaEntry,
	symbols: readonly string[],
): Promise<Schema | undefined> {
	const schemas = linked.get(entry) ?? new Map();
	linked.set(entry, schemas);
	const key = symbols.join();
	const schema = schemas.get(key) ?? link(entry, symbols);
	schemas.set(key, schema);
	return schema;
}

/** Undefined when a symbol is in none of the files: a method that the server has since, or a type that this program has itself. */
async function link(
	{ files, services }: SchemaEntry,
	symbols: readonly string[],
): Promise<Schema | undefined> {
	const store = createFileStore(files);
	const found = symbols.map((symbol) => store.find(symbol)?.name);
	const names = found.filter((name) => name !== undefined);
	return names.length < found.length
		? undefined
		: schemaOfStore(store, { files: names, services });
}

/** The entry with a schema that holds everything those symbols need; undefined for one with flaws that its files don't show. */
async function withSchema(
	entry: SchemaEntry | undefined,
	{ services, files, problems }: Schema,
	symbols: readonly string[],
): Promise<SchemaEntry | undefined> {
	if (problems.some(({ kind }) => kind !== "missing-import")) return undefined;
	const usable = await usableFiles(files);
	if (usable.length < files.length) return undefined;
	const fresh = createFileStore(usable);
	if (entry === undefined || !isCurrent(entry, services, fresh))
		return { services, symbols, files: fresh.files() };
	for (const file of entry.files) fresh.add(file);
	return {
		services,
		symbols: [...new Set([...entry.symbols, ...symbols])],
		files: fresh.files(),
	};
}

/** Whether what is kept is of the server that has just answered. */
function isCurrent(
	entry: SchemaEntry,
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
