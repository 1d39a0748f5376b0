import { outerScope } from "../link/elements.ts";
import type { OwnDescriptions } from "../reflection/own-services.ts";
import type { Schema, SchemaSource } from "../schema.ts";
import type { SchemaBuilder } from "../source/schema-builder.ts";
import { fullName } from "../source/schema-of-store.ts";
import { isSame, keptEntry } from "./kept-entry.ts";
import type { SchemaSlot } from "./slot.ts";

/** Where the names of the services come from. `served` asks the server each time. `kept` asks it only where the cache has no names. */
export type Listing = "served" | "kept";

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
	const entry = keptEntry(slot, builder, ownDescriptions);
	const services = async () => {
		const known = listing === "kept" ? await entry.services() : undefined;
		if (known !== undefined && known.length > 0) return known;
		const names = await source.services();
		const before = await entry.services();
		if (before !== undefined && !isSame(before, names)) await entry.remove();
		return names;
	};
	return {
		services,
		async schemaOf(symbol) {
			const name = fullName(symbol);
			const found = await entry.find([name]);
			if (found !== undefined) return found;
			const schema = await source.schemaOf(symbol);
			await entry.keep(schema, [serviceOf(schema, name) ?? name]);
			return schema;
		},
		async everything() {
			const names = await services();
			const found = await entry.find(names);
			if (found !== undefined) return found;
			const schema = await source.everything();
			await entry.keep(schema, schema.services);
			return schema;
		},
	};
}

function serviceOf(schema: Schema, name: string): string | undefined {
	return schema.registry.getService(outerScope(name))?.typeName;
}
