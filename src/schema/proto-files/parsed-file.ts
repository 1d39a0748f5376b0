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

/** Says where a name is declared that a file uses without an import. */
export function notImported(name: string, file: string): string {
	return `${name} is in ${file}, which is not imported`;
}

/** An error at an element of a file. */
export function faultAt(
	{ proto, places }: ParsedFile,
	element: object,
	message: string,
	hint: readonly string[] = [],
): PluginError {
	const place = places.get(element) ?? { line: 1, column: 1 };
	return sourceError(proto.name, place, message, hint);
}
