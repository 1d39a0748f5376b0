import { defineFlags } from "./flags.ts";

/** The flags that say where to read descriptors and where to write them, the same for every subcommand that needs a schema. */
export const SCHEMA_FLAGS = defineFlags({
	proto: {
		kind: "strings",
		placeholder: "FILE",
		complete: "file",
		group: "schema",
		help: "Read the schema from this .proto file; repeatable. It is looked for under each --import-path.",
	},
	"import-path": {
		kind: "strings",
		placeholder: "FOLDER",
		complete: "folder",
		group: "schema",
		help: "A folder in which to look for --proto files and their imports; repeatable. Default: the current folder, and that of a file that is not below it.",
	},
	protoset: {
		kind: "strings",
		placeholder: "FILE",
		complete: "file",
		group: "schema",
		help: "Read the schema from this serialized FileDescriptorSet; repeatable, in any order.",
	},
	reflection: {
		kind: "string",
		placeholder: "MODE",
		choices: ["auto", "only", "off"],
		default: "auto",
		group: "schema",
		help: "Whether to ask the server for its schema. auto: ask the server, and use --proto and --protoset for what it does not know. only: use only the server. off: use only files.",
	},
	"no-cache": {
		kind: "boolean",
		group: "schema",
		help: "Ask the server for its whole schema, and do not keep it. Without this flag, a schema that was read before is used again for pods with the same image digest and template. diff never uses the cache.",
	},
	"protoset-out": {
		kind: "string",
		placeholder: "FILE",
		complete: "file",
		group: "schema",
		written: "beside-output",
		help: "Write the descriptors that were used to this file, as a FileDescriptorSet.",
	},
	"proto-out-dir": {
		kind: "string",
		placeholder: "FOLDER",
		complete: "folder",
		group: "schema",
		written: "beside-output",
		help: "Write the descriptors that were used into this folder, as .proto files.",
	},
});
