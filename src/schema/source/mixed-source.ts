import { PluginError } from "../../errors.ts";
import { createFileStore, type FileStore } from "../link/file-store.ts";
import { usableFiles } from "../link/raw-file.ts";
import type { Schema, SchemaProblem, SchemaSource } from "../schema.ts";
import { schemaOfStore } from "./schema-of-store.ts";
import { undescribedServices } from "./undescribed.ts";

/**
 * Sources as one, as grpcurl mixes files with reflection: services are the first's that lists any, a symbol is the first's that has it,
 * and the files of the others add what the first does not have: extensions, and services that it lists and cannot describe.
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

/** A schema with the services that it lists and cannot describe, as far as sources of files do. */
export async function completedBy(
	schema: Schema,
	files: readonly SchemaSource[],
): Promise<Schema> {
	const undescribed = undescribedServices(schema);
	return undescribed.length === 0
		? schema
		: completed(schema, await filesOf(files), undescribed);
}

/** The first answer. When there is none, the first that names a symbol as unknown says more than one without an answer at all. */
async function firstOf<T>(
	sources: readonly SchemaSource[],
	ask: (source: SchemaSource) => Promise<T>,
): Promise<T> {
	const errors: PluginError[] = [];
	for (const source of sources) {
		try {
			return await ask(source);
		} catch (error) {
			// What the user gave must be right, whether it is needed or not.
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

/** All files of sources: those that come later are files, and what is in an Any may be in any of them. @throws PluginError `bad-input` for files that are not right, needed or not */
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

/** A schema with what more files have of some services, and with their extensions and types. */
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
		problems: schema.problems.filter((problem) => remains(problem, store)),
	});
}

/** Whether a problem is one with more files, too; of imports linking says it again. */
function remains(problem: SchemaProblem, store: FileStore): boolean {
	switch (problem.kind) {
		case "undescribed-service":
			return store.find(problem.service) === undefined;
		case "unusable-file":
			return store.get(problem.file) === undefined;
		case "missing-import":
			return false;
	}
}
