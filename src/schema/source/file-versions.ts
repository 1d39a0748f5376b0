import type { DescFile, FileRegistry } from "@bufbuild/protobuf";
import { nestedTypes } from "@bufbuild/protobuf/reflect";
import { PluginError } from "../../errors.ts";
import { comparableOf, schemaDigest } from "../compare/comparable.ts";
import { isKnownFile } from "../known/known-files.ts";
import { decodeFile } from "../link/raw-file.ts";
import { compareText } from "../print/order.ts";
import type { Schema, SchemaSource } from "../schema.ts";

/** A source of files, and the flag that names them. */
export type NamedSource = {
	readonly flag: string;
	readonly source: SchemaSource;
};

/** @throws PluginError `bad-input` where two sources have files of one name that do not declare the same; what the sources throw */
export async function refuseVersions(
	sources: readonly NamedSource[],
): Promise<void> {
	const known = new Map<string, Version>();
	for (const { flag, source } of sources) {
		for (const [name, digest] of digestsOf(await source.everything())) {
			const version = { flag, digest };
			const other = known.get(name) ?? version;
			if (other.digest !== digest) throw twoVersions(name, other, version);
			known.set(name, other);
		}
	}
}

type Version = { readonly flag: string; readonly digest: string };

/** Digests of the files that a schema has, without google's, of which any version will do. */
function digestsOf({ files, registry }: Schema): ReadonlyMap<string, string> {
	const names = files.flatMap((bytes) => {
		const decoded = decodeFile(bytes);
		return decoded.kind === "file" ? [decoded.file.name] : [];
	});
	const own = names.filter((name) => !isKnownFile(name));
	return new Map(
		own.flatMap((name) => {
			const file = registry.getFile(name);
			return file === undefined ? [] : [[name, digestOf(file, registry)]];
		}),
	);
}

/** Of what a file declares: compilers differ in the rest, such as in comments and in the order of options. */
function digestOf(file: DescFile, registry: FileRegistry): string {
	const types = [...nestedTypes(file)].toSorted((a, b) =>
		compareText(a.typeName, b.typeName),
	);
	return schemaDigest(
		comparableOf({
			types: new Map(types.map((type) => [type.typeName, type])),
			undescribed: new Set(),
			registry,
		}),
	);
}

function twoVersions(name: string, one: Version, other: Version): PluginError {
	return new PluginError(
		"bad-input",
		`${one.flag} and ${other.flag} hold different files named ${name}`,
		{ hint: ["leave one of them out, or build both from one source"] },
	);
}
