import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import type { PluginError } from "../../errors.ts";
import { knownStore } from "../known/known-store.ts";
import { sourceError, type Token } from "./tokens.ts";

/** A parsed file, with the places of its imports and its declarations. */
export type ParsedFile = {
	readonly proto: FileDescriptorProto;
	readonly imports: ReadonlyMap<string, Token>;
	/** The first token of each declaration, by descriptor. */
	readonly places: ReadonlyMap<object | string, Token>;
};

/** Returns a lookup of files by name among the parsed ones and those that every compiler has. */
export function findIn(
	parsed: ReadonlyMap<string, ParsedFile>,
): (name: string) => FileDescriptorProto | undefined {
	return (name) => (parsed.get(name) ?? knownStore().get(name))?.proto;
}

/** Returns the problem of a name whose file is not imported. */
export function notImported(name: string, file: string): string {
	return `${name} is in ${file}, which is not imported`;
}

/** Returns the error for a fault at an element of a file. */
export function faultAt(
	{ proto, places }: ParsedFile,
	element: object,
	message: string,
	hint: readonly string[] = [],
): PluginError {
	const place = places.get(element) ?? { line: 1, column: 1 };
	return sourceError(proto.name, place, message, hint);
}
