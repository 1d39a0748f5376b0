import { defineFlags } from "./flags.ts";

/** The flags that say what is printed. Each command names the formats that it has. */
export const OUTPUT_FLAGS = defineFlags({
	output: {
		kind: "string",
		short: "o",
		placeholder: "FORMAT",
		default: "table",
		group: "output",
		help: "One of: table, wide, json, yaml, name, jsonpath=TEMPLATE, junit.",
		complete: ["table", "wide", "json", "yaml", "name", "jsonpath=", "junit"],
	},
	"no-headers": {
		kind: "boolean",
		group: "output",
		help: "Print tables without their first line.",
	},
	color: {
		kind: "string",
		placeholder: "WHEN",
		default: "auto",
		choices: ["auto", "always", "never"],
		group: "output",
		help: "When to use colour: auto, always or never. NO_COLOR and TERM=dumb turn auto off.",
	},
});

/** The flags of every command that collects facts: a run can be kept, and shown again without a cluster. */
export const RECORDING_FLAGS = defineFlags({
	record: {
		kind: "string",
		placeholder: "FILE",
		group: "output",
		complete: "file",
		help: "Also write the facts of this run to FILE, for --replay. No payload, header or secret is written.",
	},
	replay: {
		kind: "string",
		placeholder: "FILE",
		group: "output",
		complete: "file",
		help: "Show a recorded run again, with no cluster.",
	},
});
