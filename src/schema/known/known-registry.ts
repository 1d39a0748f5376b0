import type { FileRegistry } from "@bufbuild/protobuf";
import { registryOfFiles } from "../link/layered-registry.ts";
import { KNOWN_FILES } from "./known-files.ts";

let registry: FileRegistry | undefined;

/** Returns a registry of the types of google/protobuf and google.rpc. */
export function knownRegistry(): FileRegistry {
	registry ??= registryOfFiles(KNOWN_FILES);
	return registry;
}
