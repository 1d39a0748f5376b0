import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import { isKnownFile, isWellKnownFile } from "../known/known-files.ts";
import { knownStore } from "../known/known-store.ts";
import { elementsOf } from "./elements.ts";
import { closureOf, fileOfReference } from "./file-store.ts";
import { referencesOf, resolveName } from "./references.ts";

/**
 * The known files that files need and do not bring: those they import, and those of the types that they use without an import.
 * A file of google.rpc is none of them when the files declare one of its names elsewhere.
 * @param wanted names of files that are needed besides
 */
export function knownNeeded(
	files: readonly FileDescriptorProto[],
	wanted: readonly string[],
): readonly FileDescriptorProto[] {
	const given = new Set(files.map(({ name }) => name));
	const symbols = new Set<string>();
	const types = new Set<string>();
	for (const file of files)
		for (const { name, kind } of elementsOf(file)) {
			symbols.add(name);
			if (kind === "message" || kind === "enum") types.add(name);
		}
	const roots = [...wanted, ...files.flatMap(({ dependency }) => dependency)];
	const needed = new Set(
		roots.filter((name) => isKnownFile(name) && !given.has(name)),
	);
	for (const file of files)
		for (const reference of referencesOf(file)) {
			if (resolveName(reference, (type) => types.has(type))) continue;
			const place = fileOfReference(knownStore(), reference)?.name;
			if (place !== undefined && !given.has(place)) needed.add(place);
		}
	if (needed.size === 0) return [];
	const closure = closureOf(knownStore(), needed);
	return knownStore()
		.files()
		.filter(({ name }) => closure.has(name) && !given.has(name))
		.map(({ proto }) => proto)
		.filter(
			(file) =>
				isWellKnownFile(file.name) ||
				![...elementsOf(file)].some(({ name }) => symbols.has(name)),
		);
}
