import {
	createRegistry,
	type DescExtension,
	type DescFile,
	type Registry,
} from "@bufbuild/protobuf";
import { nestedTypes } from "@bufbuild/protobuf/reflect";
import { Edition } from "@bufbuild/protobuf/wkt";
import { fileComments } from "./comments.ts";
import {
	enumSource,
	extensionSources,
	groupTypes,
	messageSource,
	serviceSource,
	type Writing,
} from "./elements.ts";
import { quoted } from "./literal.ts";
import { optionStatements, optionsIn } from "./options.ts";
import { type Source, sourceLines } from "./source.ts";

/**
 * Returns a file as proto source that compiles to the same descriptors. Declarations keep the order of the descriptor, and
 * comments are written where the file has them. A custom option is written only where an import of the file declares its
 * extension, as in grpcurl.
 * @param known has the extensions that `import option` (edition 2024) refers to
 */
export function protoFileSource(
	file: DescFile,
	known: Registry = createRegistry(),
): string {
	const registry = visibleExtensions(file, known);
	const writing: Writing = {
		order: "declared",
		comments: "all",
		nested: "shown",
		registry,
	};
	const groups = groupTypes(file.extensions);
	const { options } = file.proto;
	const sections: readonly (readonly Source[])[] = [
		[{ ...fileComments(file, SYNTAX_PATH), head: syntaxOf(file) }],
		packageOf(file),
		importsOf(file),
		optionStatements(optionsIn("file", options, registry)),
		file.messages
			.filter((message) => !groups.has(message))
			.map((message) => messageSource(message, writing)),
		file.enums.map((type) => enumSource(type, writing)),
		extensionSources(file.extensions, writing),
		file.services.map((service) => serviceSource(service, writing)),
	];
	const texts = sections
		.filter((section) => section.length > 0)
		.map((section) => sourceLines(section, "spaced").join("\n"));
	return `${texts.join("\n\n")}\n`;
}

/** Field numbers in descriptor.proto. */
const SYNTAX_PATH = [12];
const PACKAGE_PATH = [2];

function syntaxOf({ proto, edition }: DescFile): string {
	if (proto.syntax !== "editions")
		return `syntax = ${quoted(proto.syntax === "" ? "proto2" : proto.syntax)}`;
	return `edition = ${quoted((Edition[edition] ?? "").replace("EDITION_", ""))}`;
}

function packageOf(file: DescFile): readonly Source[] {
	const name = file.proto.package;
	return name === ""
		? []
		: [{ ...fileComments(file, PACKAGE_PATH), head: `package ${name}` }];
}

function importsOf({ proto }: DescFile): readonly Source[] {
	const plain = proto.dependency.map((path, index) => {
		if (proto.publicDependency.includes(index))
			return { head: `import public ${quoted(path)}` };
		return proto.weakDependency.includes(index)
			? { head: `import weak ${quoted(path)}` }
			: { head: `import ${quoted(path)}` };
	});
	// Edition 2024 has imports that only options use.
	const options = proto.optionDependency.map((path) => ({
		head: `import option ${quoted(path)}`,
	}));
	return [...plain, ...options];
}

/** Returns the extensions that a file may use in its options: its own, those of its imports, and what those import publicly. */
function visibleExtensions(file: DescFile, known: Registry): Registry {
	const files = new Set([file]);
	for (const imported of file.dependencies) addWithPublic(imported, files);
	const forOptions = [...known].filter(
		(type) =>
			type.kind === "extension" &&
			file.proto.optionDependency.includes(`${type.file.name}.proto`),
	);
	return createRegistry(...[...files].flatMap(extensionsOf), ...forOptions);
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
