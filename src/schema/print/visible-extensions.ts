import {
	createRegistry,
	type DescExtension,
	type DescFile,
	type Registry,
} from "@bufbuild/protobuf";
import { nestedTypes } from "@bufbuild/protobuf/reflect";

/**
 * Returns the extensions that a file may use in its options: its own, those of its imports, and what those import publicly.
 * @param known has the extensions that `import option` (edition 2024) refers to
 */
export function visibleExtensions(file: DescFile, known: Registry): Registry {
	const files = new Set([file]);
	for (const imported of file.dependencies) addWithPublic(imported, files);
	return createRegistry(
		...[...files].flatMap(extensionsOf),
		...optionImports(file, known),
	);
}

function optionImports(
	{ proto: { optionDependency } }: DescFile,
	known: Registry,
): readonly DescExtension[] {
	if (optionDependency.length === 0) return [];
	return [...known]
		.filter((type) => type.kind === "extension")
		.filter(({ file }) => optionDependency.includes(`${file.name}.proto`));
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

function extensionsOf(file: DescFile): readonly DescExtension[] {
	return [...nestedTypes(file)].filter((type) => type.kind === "extension");
}
