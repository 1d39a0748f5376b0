import { createFileStore, type FileStore } from "../link/file-store.ts";
import { usableFiles } from "../link/raw-file.ts";
import type { Schema, SchemaProblem } from "../schema.ts";
import { schemaOfStore } from "./schema-of-store.ts";

/** A schema as a recording holds it. */
export type SchemaFact = {
	/** Serialized FileDescriptorProto messages in base64, imports before their importers. */
	readonly files: readonly string[];
	readonly services: readonly string[];
	readonly problems: readonly SchemaProblem[];
};

/** A schema in the form of a fact. */
export function schemaFact({ files, services, problems }: Schema): SchemaFact {
	return {
		files: files.map((bytes) => Buffer.from(bytes).toString("base64")),
		services,
		problems,
	};
}

/** The schema that was recorded, linked again. @throws PluginError `schema` */
export async function schemaOfFact(fact: SchemaFact): Promise<Schema> {
	const { services, problems } = fact;
	const store = await storeOfFact(fact);
	const files = store.files().map(({ name }) => name);
	// Of files that never came only the source knew.
	const schema = await schemaOfStore(store, { files, services });
	return { ...schema, problems };
}

/** The files that were recorded. */
export async function storeOfFact({ files }: SchemaFact): Promise<FileStore> {
	return createFileStore(
		await usableFiles(files.map((text) => Buffer.from(text, "base64"))),
	);
}
