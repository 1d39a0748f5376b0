import { elementsOf } from "../link/elements.ts";
import { createFileStore } from "../link/file-store.ts";
import { type RawFile, usableFiles } from "../link/raw-file.ts";
import type { Schema, SchemaProblem, SchemaSource } from "../schema.ts";
import { type NamedSource, refuseVersions } from "./file-versions.ts";
import { mixedSource } from "./mixed-source.ts";
import { schemaOfStore } from "./schema-of-store.ts";

/**
 * Joins sources of files into one that offers the services of all: a build output beside the files that the user edits. Where
 * files of different names declare the same, the earlier source wins. It throws PluginError `bad-input` where a source does, and
 * where two files of one name differ.
 */
export function joinedSource(named: readonly NamedSource[]): SchemaSource {
	const sources = named.map(({ source }) => source);
	let checking: Promise<void> | undefined;
	const checked = () => {
		checking ??= refuseVersions(named);
		return checking;
	};
	return {
		async services() {
			await checked();
			return together(
				await Promise.all(sources.map((source) => source.services())),
			);
		},
		async schemaOf(symbol) {
			await checked();
			return mixedSource(sources).schemaOf(symbol);
		},
		async everything() {
			await checked();
			return joined(
				await Promise.all(sources.map((source) => source.everything())),
			);
		},
	};
}

function together(lists: readonly (readonly string[])[]): readonly string[] {
	return [...new Set(lists.flat())].sort();
}

async function joined(schemas: readonly Schema[]): Promise<Schema> {
	const store = createFileStore();
	for (const schema of schemas) {
		const earlier = new Set(store.symbols());
		const isNew = ({ proto }: RawFile) =>
			![...elementsOf(proto)].some(({ name }) => earlier.has(name));
		const files = await usableFiles(schema.files);
		for (const file of files.filter(isNew)) store.add(file);
	}
	const services = together(schemas.map((schema) => schema.services));
	const problems = [
		// Linking the joined files reports missing imports again.
		...schemas.flatMap((schema) =>
			schema.problems.filter(({ kind }) => kind !== "missing-import"),
		),
		...services
			.filter((service) => store.find(service) === undefined)
			.filter((service) => schemas.some(describes(service)))
			.map(leftOut),
	];
	const files = store.files().map(({ name }) => name);
	return schemaOfStore(store, { files, services, problems });
}

function describes(service: string): (schema: Schema) => boolean {
	return ({ registry }) => registry.getService(service) !== undefined;
}

function leftOut(service: string): SchemaProblem {
	const reason = "its file declares what another one does, too";
	return { kind: "undescribed-service", service, reason };
}
