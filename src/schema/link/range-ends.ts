import type {
	DescriptorProto,
	FileDescriptorProto,
} from "@bufbuild/protobuf/wkt";
import { messagesOf } from "./elements.ts";

/** The end of a range up to `max` (descriptor.proto, ExtensionRange and ReservedRange). */
const END_OF_MAX = 2 ** 29;

/**
 * Moves the ends of ranges by one in a file of protobuf.js. It writes the last number of a range where others write the number
 * after it, so that `reserved 7` would be empty.
 */
export function correctRangeEnds(file: FileDescriptorProto): void {
	const messages = messagesOf(file).map(({ message }) => message);
	const ranges = messages.flatMap(rangesOf);
	if (ranges.length === 0) return;
	const isEmpty = ranges.some(({ start, end }) => start === end);
	if (!isEmpty && !(isWholePackage(file) && messages.some(isRelative))) return;
	for (const range of ranges) if (range.end < END_OF_MAX) range.end += 1;
}

function rangesOf({ extensionRange, reservedRange }: DescriptorProto) {
	return [...extensionRange, ...reservedRange];
}

/** Whether the file is named as protobuf.js names that of a package. It writes no imports. */
function isWholePackage({
	name,
	package: inPackage,
	dependency,
}: FileDescriptorProto) {
	const stem = inPackage === "" ? "root" : inPackage.replaceAll(".", "_");
	return name === `${stem}.proto` && dependency.length === 0;
}

/** Whether a field has a type by a relative name, as compilers never write it. */
function isRelative({ field }: DescriptorProto): boolean {
	return field.some(
		({ typeName }) => typeName !== "" && !typeName.startsWith("."),
	);
}
