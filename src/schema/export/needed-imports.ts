import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import { typesIn } from "../link/elements.ts";
import { referencesOf } from "../link/references.ts";
import { visibleFrom } from "../link/visible-files.ts";
import { withParts } from "../link/with-parts.ts";

/**
 * Returns files by name, each with imports of all files whose types it uses. An import of a file that is not there is left out,
 * unless the file uses a type that is not there either. The type names of the files are absolute.
 */
export function withNeededImports(
	files: readonly FileDescriptorProto[],
): ReadonlyMap<string, FileDescriptorProto> {
	const byName = new Map(files.map((file) => [file.name, file]));
	const definedIn = new Map<string, string>();
	for (const file of files)
		for (const { name } of typesIn(file))
			if (!definedIn.has(name)) definedIn.set(name, file.name);
	return new Map(
		files.map((file) => {
			const types = [...referencesOf(file)].map(({ name }) => name.slice(1));
			const used = types.map((type) => definedIn.get(type));
			const isWhole = !used.includes(undefined);
			const imported = keepImports(
				file,
				(name) => byName.has(name) || !isWhole,
			);
			const find = (name: string) => byName.get(name);
			const visible = visibleFrom(imported, find, "types");
			const missing = new Set(
				used.flatMap((name) =>
					name === undefined || visible.has(name) ? [] : [name],
				),
			);
			const dependency = [...imported.dependency, ...missing];
			return [file.name, withParts(imported, { dependency })];
		}),
	);
}

/** Returns a copy of a file with only some of its imports. */
export function keepImports(
	file: FileDescriptorProto,
	isKept: (name: string) => boolean,
): FileDescriptorProto {
	const dependency = file.dependency.filter(isKept);
	const places = (indexes: readonly number[]) =>
		indexes
			.map((index) => dependency.indexOf(file.dependency[index] ?? ""))
			.filter((index) => index >= 0);
	return withParts(file, {
		dependency,
		publicDependency: places(file.publicDependency),
		weakDependency: places(file.weakDependency),
		optionDependency: file.optionDependency.filter(isKept),
	});
}
