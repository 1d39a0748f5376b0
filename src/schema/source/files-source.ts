import { knownStore } from "../known/known-store.ts";
import type { FileStore } from "../link/file-store.ts";
import type { SchemaSource } from "../schema.ts";
import {
	fullName,
	requireUsable,
	schemaOfStore,
	unknownSymbol,
} from "./schema-of-store.ts";

/**
 * Returns a source for a set of files that is complete: protosets, .proto files, or the cache.
 * @param where the start of the message about an unknown name: `the protoset has`
 */
export function filesSource(
	load: () => Promise<FileStore>,
	where: string,
): SchemaSource {
	let loading: Promise<FileStore> | undefined;
	const loaded = () => {
		loading ??= load();
		return loading;
	};
	return {
		services: async () => (await loaded()).services(),
		async schemaOf(symbol) {
			const store = await loaded();
			const name = fullName(symbol);
			const file = store.find(name) ?? knownStore().find(name);
			if (file === undefined)
				throw unknownSymbol(symbol, store.symbols(), where);
			const schema = await schemaOfStore(store, {
				files: [file.name],
				services: store.services(),
			});
			requireUsable(schema, file.name);
			return schema;
		},
		async everything() {
			const store = await loaded();
			return schemaOfStore(store, {
				files: store.files().map(({ name }) => name),
				services: store.services(),
			});
		},
	};
}
