import { defineFlags } from "./flags.ts";
import { SCHEMA_FLAGS } from "./schema-flags.ts";

/** The flags of every command with a schema, and the time limit of the server's answers. */
export const READ_SCHEMA_FLAGS = defineFlags({
	...SCHEMA_FLAGS,
	"rpc-timeout": {
		kind: "duration",
		placeholder: "DURATION",
		default: "10s",
		minimum: "1ms",
		group: "schema",
		help: "How long one reflection request may take.",
	},
});
