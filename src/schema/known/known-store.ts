import { createFileStore } from "../link/file-store.ts";
import { RPC_FILES, WELL_KNOWN_FILES } from "./known-files.ts";

/** google/protobuf's and google.rpc's files, by name and by symbol. */
export const KNOWN_FILES = createFileStore([...WELL_KNOWN_FILES, ...RPC_FILES]);
