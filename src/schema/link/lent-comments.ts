import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import { changed } from "./changed.ts";
import { elementsOf } from "./elements.ts";

/**
 * Returns this program's own file with the source info of a given file of the same name: the own file has no comments. Source
 * info refers to declarations by position, so a file that declares other names gives nothing.
 */
export function withCommentsOf(
	given: FileDescriptorProto | undefined,
	own: FileDescriptorProto,
): FileDescriptorProto {
	const isLent =
		given?.sourceCodeInfo !== undefined && namesIn(given) === namesIn(own);
	return isLent ? changed(own, { sourceCodeInfo: given.sourceCodeInfo }) : own;
}

function namesIn(file: FileDescriptorProto): string {
	return [...elementsOf(file)].map(({ name }) => name).join();
}
