import type { DescFile, FileRegistry } from "@bufbuild/protobuf";
import { nestedTypes } from "@bufbuild/protobuf/reflect";
import { PluginError } from "../../errors.ts";
import { type Comparable, comparableOf } from "../compare/comparable.ts";
import { type SchemaType, usedBy } from "../compare/types-of.ts";
import { isKnownFile } from "../known/known-files.ts";
import { knownRegistry } from "../known/known-registry.ts";
import { layeredRegistry } from "../link/layered-registry.ts";
import { isPlaceholder } from "../link/placeholder.ts";
import { usableFiles } from "../link/raw-file.ts";
import type { Schema, SchemaSource } from "../schema.ts";

/** A source of files, and the flag that names them. */
export type NamedSource = {
	readonly flag: string;
	readonly source: SchemaSource;
};

/** Asserts that files of one name declare the same. @throws PluginError `bad-input` where they do not; what the sources throw */
export async function refuseVersions(
	sources: readonly NamedSource[],
): Promise<void> {
	const all = await Promise.all(
		sources.map(async ({ flag, source }) => ({
			flag,
			schema: await source.everything(),
		})),
	);
	const { print } = comparableOf({
		types: new Map(),
		undescribed: new Set(),
		registry: registryOfAll(all.map(({ schema }) => schema)),
	});
	const known = new Map<string, Version>();
	for (const { flag, schema } of all)
		for (const file of await ownFiles(schema)) {
			const { name } = file.proto;
			const version = { flag, file };
			const other = known.get(name) ?? version;
			if (!isSame(other.file, file, print))
				throw twoVersions(name, other, version);
			known.set(name, other);
		}
}

type Version = { readonly flag: string; readonly file: DescFile };

/** Combines all registries: a source may use options that only another source declares and can name. */
function registryOfAll(schemas: readonly Schema[]): FileRegistry {
	return schemas.reduceRight<FileRegistry>(
		(below, { registry }) => layeredRegistry(registry, () => below),
		knownRegistry(),
	);
}

/** Returns the files of a schema without those of google/protobuf and google.rpc, which may differ. */
async function ownFiles({
	files,
	registry,
}: Schema): Promise<readonly DescFile[]> {
	const decoded = await usableFiles(files);
	return decoded
		.map(({ name }) => name)
		.filter((name) => !isKnownFile(name))
		.flatMap((name) => registry.getFile(name) ?? []);
}

/**
 * Whether two files declare the same. Comments and the order of options do not count, because compilers write them differently.
 */
function isSame(
	one: DescFile,
	other: DescFile,
	print: Comparable["print"],
): boolean {
	if (one === other) return true;
	const before = typesIn(one);
	const after = typesIn(other);
	return (
		before.size === after.size &&
		[...before].every(([name, type]) => {
			const now = after.get(name);
			if (now === undefined) return false;
			return isVague(type) || isVague(now)
				? type.kind === now.kind
				: print(type).digest === print(now).digest;
		})
	);
}

function typesIn(file: DescFile): ReadonlyMap<string, SchemaType> {
	return new Map([...nestedTypes(file)].map((type) => [type.typeName, type]));
}

/** Whether a type uses a type that its source lacks: the default of a missing enum, for example, is not known. */
function isVague(type: SchemaType): boolean {
	return usedBy(type).some(isPlaceholder);
}

function twoVersions(name: string, one: Version, other: Version): PluginError {
	return new PluginError(
		"bad-input",
		`${one.flag} and ${other.flag} hold different files named ${name}`,
		{ hint: ["leave one of them out, or build both from one source"] },
	);
}
