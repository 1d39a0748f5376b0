import type { FileRegistry } from "@bufbuild/protobuf";
import { nestedTypes } from "@bufbuild/protobuf/reflect";
import { FieldDescriptorProto_Label as Label } from "@bufbuild/protobuf/wkt";
import { faultAt, type ParsedFile } from "./parsed-file.ts";

/**
 * Asserts what protoc asserts of a file's extensions (descriptor.cc): the message allows extensions with their numbers, and none
 * is required. Extensions of two given files may have the same number, because the files need not be compiled together.
 * @throws PluginError `bad-input` at the extension
 */
export function checkExtensions(
	parsed: ParsedFile,
	registry: FileRegistry,
): void {
	const file = registry.getFile(parsed.proto.name);
	if (file === undefined) return;
	const numbers = new Set<string>();
	for (const type of nestedTypes(file)) {
		if (type.kind !== "extension") continue;
		const { name, number, extendee, proto } = type;
		const fail = (why: string) =>
			faultAt(parsed, proto, `the extension ${name} ${why}`);
		const isGiven = extendee.proto.extensionRange.some(
			({ start, end }) => start <= number && number < end,
		);
		if (!isGiven)
			throw fail(
				`has the number ${number}, which ${extendee.typeName} gives to none`,
			);
		if (proto.label === Label.REQUIRED) throw fail("is required");
		const key = `${number} ${extendee.typeName}`;
		if (numbers.has(key))
			throw fail(
				`has the number ${number} of ${extendee.typeName}, which another has`,
			);
		numbers.add(key);
	}
}
