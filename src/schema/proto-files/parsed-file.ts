import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import type { PluginError } from "../../errors.ts";
import { sourceError, type Token } from "./tokens.ts";

/** A parsed file, with where its imports and its elements stand. */
export type ParsedFile = {
	readonly proto: FileDescriptorProto;
	readonly imports: ReadonlyMap<string, Token>;
	/** The first token of what is declared, by its descriptor. */
	readonly places: ReadonlyMap<object | string, Token>;
};

/** An error at an element of a file. */
export function faultAt(
	{ proto, places }: ParsedFile,
	element: object,
	message: string,
): PluginError {
	const place = places.get(element) ?? { line: 1, column: 1 };
	return sourceError(proto.name, place, message);
}
