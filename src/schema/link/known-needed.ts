import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import { isKnownFile, isWellKnownFile } from "../known/known-files.ts";
import { knownStore } from "../known/known-store.ts";
import { elementsOf, typesIn } from "./elements.ts";
import { closureOf, fileOfReference } from "./file-store.ts";
import { referencesOf, resolveReference } from "./references.ts";
import type { Steps } from "./steps.ts";

/**
 * Returns the known files that `files` need and do not bring: their imports, and the files of types that they use without an
 * import. It leaves out a file of google.rpc where `files` declare one of its names elsewhere.
 * @param wanted names of more files that are needed
 */
export function* knownNeeded(
	files: readonly FileDescriptorProto[],
	wanted: readonly string[],
): Steps<readonly FileDescriptorProto[]> {
	const given = new Set(files.map(({ name }) => name));
	const types = new Set<string>();
	for (const file of files) {
		for (const { name } of typesIn(file)) types.add(name);
		yield;
	}
	const roots = [...wanted, ...files.flatMap(({ dependency }) => dependency)];
	const needed = new Set(
		roots.filter((name) => isKnownFile(name) && !given.has(name)),
	);
	for (const file of files) {
		for (const reference of referencesOf(file)) {
			if (resolveReference(reference, (type) => types.has(type))) continue;
			const place = fileOfReference(knownStore(), reference)?.name;
			if (place !== undefined && !given.has(place)) needed.add(place);
		}
		yield;
	}
	if (needed.size === 0) return [];
	const closure = yield* closureOf(knownStore(), needed);
	const found = knownStore()
		.files()
		.filter(({ name }) => closure.has(name) && !given.has(name))
		.map(({ proto }) => proto);
	return yield* withoutDeclared(found, files);
}

/** Returns the known files without each file of google.rpc that declares a name which `files` declare too. */
function* withoutDeclared(
	known: readonly FileDescriptorProto[],
	files: readonly FileDescriptorProto[],
): Steps<readonly FileDescriptorProto[]> {
	const names = new Map(
		known
			.filter(({ name }) => !isWellKnownFile(name))
			.flatMap((file) =>
				[...elementsOf(file)].map(({ name }) => [name, file] as const),
			),
	);
	const declared = new Set<FileDescriptorProto>();
	if (names.size > 0)
		for (const file of files) {
			for (const { name } of elementsOf(file)) {
				const other = names.get(name);
				if (other !== undefined) declared.add(other);
			}
			yield;
		}
	return known.filter((file) => !declared.has(file));
}
