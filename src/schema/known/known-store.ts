import { toBinary } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import { createFileStore, type FileStore } from "../link/file-store.ts";
import { KNOWN_FILES } from "./known-files.ts";

let store: FileStore | undefined;

/** google/protobuf's and google.rpc's files, by name and by symbol. Made when it is first asked for: most schemas need few of them. */
export function knownStore(): FileStore {
	store ??= createFileStore(
		KNOWN_FILES.map(({ proto }) => ({
			name: proto.name,
			proto,
			bytes: toBinary(FileDescriptorProtoSchema, proto),
		})),
	);
	return store;
}
