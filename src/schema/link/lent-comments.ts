import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import { changed } from "./changed.ts";
import { elementsOf } from "./elements.ts";

/**
 * This program's own file with the comments of a given one of its name, which it has none of. Source info refers to declarations by
 * their places: one of another version lends nothing.
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
