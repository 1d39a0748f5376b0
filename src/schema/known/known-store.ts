import { createFileStore, type FileStore } from "../link/file-store.ts";
import { rawFileOf } from "../link/raw-file.ts";
import { KNOWN_FILES } from "./known-files.ts";

let store: FileStore | undefined;

/** google/protobuf's and google.rpc's files, by name and by symbol. Made when it is first asked for: most schemas need few of them. */
export function knownStore(): FileStore {
	store ??= createFileStore(KNOWN_FILES.map(({ proto }) => rawFileOf(proto)));
	return store;
}
