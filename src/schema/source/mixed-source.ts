import { PluginError } from "../../errors.ts";
import { createFileStore, type FileStore } from "../link/file-store.ts";
import { usableFiles } from "../link/raw-file.ts";
import type { Schema, SchemaProblem, SchemaSource } from "../schema.ts";
import { schemaOfStore } from "./schema-of-store.ts";
import { undescribedServices } from "./undescribed.ts";

/**
 * Mixes sources as grpcurl mixes files with reflection. The services are those of the first source that lists any, and a symbol
 * comes from the first source that has it. The files of later sources add what that one lacks: extensions, and services that it
 * lists without a description.
 */
export function mixedSource(sources: readonly SchemaSource[]): SchemaSource {
	return {
		async services() {
			const names = await firstOf(sources, (source) => source.services());
			await filesOf(sources.slice(1));
			return names;
		},
		async schemaOf(symbol) {
			const found = await firstOf(sources, async (source) => ({
				source,
				schema: await source.schemaOf(symbol),
			}));
			const later = sources.slice(sources.indexOf(found.source) + 1);
			return completed(found.schema, await filesOf(later), []);
		},
		async everything() {
			const { source, schema } = await firstOf(sources, async (source) => ({
				source,
				schema: await source.everything(),
			}));
			const later = sources.slice(sources.indexOf(source) + 1);
			const undescribed = undescribedServices(schema);
			return completed(schema, await filesOf(later), undescribed);
		},
	};
}

/** Returns the schema with the services that it lists without a description, where sources of files describe them. */
export async function completedBy(
	schema: Schema,
	files: readonly SchemaSource[],
): Promise<Schema> {
	const undescribed = undescribedServices(schema);
	return undescribed.length === 0
		? schema
		: completed(schema, await filesOf(files), undescribed);
}

/**
 * Returns the first answer. Where all sources fail, an error about an unknown symbol counts before others, because it says more.
 */
async function firstOf<T>(
	sources: readonly SchemaSource[],
	ask: (source: SchemaSource) => Promise<T>,
): Promise<T> {
	const errors: PluginError[] = [];
	for (const source of sources) {
		try {
			return await ask(source);
		} catch (error) {
			// Files from the user must be correct, even if they are not needed.
			if (!(error instanceof PluginError) || error.code === "bad-input")
				throw error;
			errors.push(error);
		}
	}
	throw (
		errors.find(({ code }) => code === "symbol") ??
		errors[0] ??
		new PluginError("schema", "there is no source of a schema")
	);
}

/**
 * Returns all files of sources. Later sources are files, and any of them may declare a type inside an Any.
 * @throws PluginError `bad-input` for files that are wrong, even if not needed
 */
async function filesOf(
	sources: readonly SchemaSource[],
): Promise<readonly Uint8Array[]> {
	const schemas = await Promise.all(
		sources.map((source) =>
			source.everything().catch((error: unknown) => {
				if (error instanceof PluginError && error.code !== "bad-input")
					return undefined;
				throw error;
			}),
		),
	);
	return schemas.flatMap((schema) => schema?.files ?? []);
}

/** Returns a schema with some services from more files, and with the extensions and types of those files. */
async function completed(
	schema: Schema,
	more: readonly Uint8Array[],
	undescribed: readonly string[],
): Promise<Schema> {
	if (more.length === 0) return schema;
	const own = await usableFiles(schema.files);
	const store = createFileStore([...own, ...(await usableFiles(more))]);
	const added = undescribed.flatMap(
		(service) => store.find(service)?.name ?? [],
	);
	return schemaOfStore(store, {
		files: [...own.map(({ name }) => name), ...added],
		services: schema.services,
		problems: schema.problems.filter((problem) => isStillOpen(problem, store)),
	});
}

/** Whether a problem remains with more files. Linking reports missing imports again. */
function isStillOpen(problem: SchemaProblem, store: FileStore): boolean {
	switch (problem.kind) {
		case "undescribed-service":
			return store.find(problem.service) === undefined;
		case "unusable-file":
			return store.get(problem.file) === undefined;
		case "missing-import":
			return false;
	}
}
