import { createFileStore, type FileStore } from "../link/file-store.ts";
import { rawFileOf } from "../link/raw-file.ts";
import { KNOWN_FILES } from "./known-files.ts";

let store: FileStore | undefined;

/** Returns the files of google/protobuf and google.rpc. It makes the store at the first call, because most schemas need few of them. */
export function knownStore(): FileStore {
	store ??= createFileStore(KNOWN_FILES.map(({ proto }) => rawFileOf(proto)));
	return store;
}
