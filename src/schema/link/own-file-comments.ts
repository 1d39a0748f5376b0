import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import { elementsOf } from "./elements.ts";
import { withParts } from "./with-parts.ts";

/**
 * Returns this program's own file with the source info of a given file of the same name: the own file has no comments. Source
 * info refers to declarations by position, so a file that declares other names gives nothing.
 */
export function withCommentsOf(
	given: FileDescriptorProto | undefined,
	own: FileDescriptorProto,
): FileDescriptorProto {
	const givesComments =
		given?.sourceCodeInfo !== undefined && namesIn(given) === namesIn(own);
	return givesComments
		? withParts(own, { sourceCodeInfo: given.sourceCodeInfo })
		: own;
}

function namesIn(file: FileDescriptorProto): string {
	return [...elementsOf(file)].map(({ name }) => name).join();
}
