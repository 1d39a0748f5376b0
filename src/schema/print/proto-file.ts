import {
	createRegistry,
	type DescFile,
	type Registry,
} from "@bufbuild/protobuf";
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
import { visibleExtensions } from "./visible-extensions.ts";

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
