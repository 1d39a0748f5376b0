import {
	createRegistry,
	type DescFile,
	type Registry,
} from "@bufbuild/protobuf";

/**
 * Returns the extensions that a file may use in its options: its own, those of its imports, and what those import publicly. The other
 * types of these files are in the registry, too.
 * @param known has the extensions that `import option` (edition 2024) refers to
 */
export function visibleExtensions(file: DescFile, known: Registry): Registry {
	const files = new Set([file]);
	for (const imported of file.dependencies) addWithPublic(imported, files);
	// Files and not extensions, of which a server may have more than a function takes arguments.
	return createRegistry(...files, ...optionImports(file, known));
}

function optionImports(
	{ proto: { optionDependency } }: DescFile,
	known: Registry,
): ReadonlySet<DescFile> {
	if (optionDependency.length === 0) return new Set();
	const files = [...known].map((type) => type.file);
	return new Set(
		files.filter(({ name }) => optionDependency.includes(`${name}.proto`)),
	);
}

/** Adds a file and what it imports publicly. Servers may send files that import each other. */
function addWithPublic(file: DescFile, files: Set<DescFile>): void {
	if (files.has(file)) return;
	files.add(file);
	const names = file.proto.publicDependency.map(
		(index) => file.proto.dependency[index],
	);
	const passedOn = file.dependencies.filter(({ name }) =>
		names.some((path) => path === `${name}.proto`),
	);
	for (const imported of passedOn) addWithPublic(imported, files);
}
