import { isWellKnownFile, isWellKnownType } from "../known/known-files.ts";
import type { FileStore } from "../link/file-store.ts";
import { referencesOf, resolveShortened } from "../link/references.ts";

/** Returns the imports of files that the server has not sent. */
export function missingImports(
	store: FileStore,
	files: Iterable<string>,
): ReadonlySet<string> {
	const missing = new Set<string>();
	for (const name of files) {
		const { dependency = [], optionDependency = [] } =
			store.get(name)?.proto ?? {};
		for (const wanted of [...dependency, ...optionDependency])
			if (store.get(wanted) === undefined && !isWellKnownFile(wanted))
				missing.add(wanted);
	}
	return missing;
}

/**
 * Returns types that files use and none defines: the server has an import under another path or does not declare it (grpcurl
 * #423, #432).
 */
export function missingTypes(
	store: FileStore,
	files: Iterable<string>,
): ReadonlySet<string> {
	const missing = new Set<string>();
	const isKnown = (type: string) =>
		store.findType(type) !== undefined || isWellKnownType(type);
	for (const name of files) {
		const file = store.get(name);
		if (file === undefined) continue;
		for (const reference of referencesOf(file.proto))
			if (resolveShortened(reference, isKnown) === undefined)
				missing.add(reference.name.replace(/^\./, ""));
	}
	return missing;
}
