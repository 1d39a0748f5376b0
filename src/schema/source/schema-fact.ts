import { createFileStore, type FileStore } from "../link/file-store.ts";
import { usableFiles } from "../link/raw-file.ts";
import type { Schema, SchemaProblem } from "../schema.ts";
import { schemaOfStore } from "./schema-of-store.ts";

/** A schema in a recording. */
export type SchemaFact = {
	/** Serialized FileDescriptorProto messages in base64, imports before their importers. */
	readonly files: readonly string[];
	readonly services: readonly string[];
	readonly problems: readonly SchemaProblem[];
};

/** Returns a schema in the form of a recording. */
export function schemaFact({ files, services, problems }: Schema): SchemaFact {
	return {
		files: files.map((bytes) => Buffer.from(bytes).toString("base64")),
		services,
		problems,
	};
}

/** Returns a recorded schema, linked again. @throws PluginError `schema` */
export async function schemaOfFact(fact: SchemaFact): Promise<Schema> {
	const { services, problems } = fact;
	const store = await storeOfFact(fact);
	const files = store.files().map(({ name }) => name);
	// The recorded problems replace those of linking: only the source knew which files were never sent.
	const schema = await schemaOfStore(store, { files, services });
	return { ...schema, problems };
}

/** Returns the recorded files. */
export async function storeOfFact({ files }: SchemaFact): Promise<FileStore> {
	return createFileStore(
		await usableFiles(files.map((text) => Buffer.from(text, "base64"))),
	);
}
