import { type OutputName, spellFormats } from "../render/output-name.ts";
import { defineFlags } from "./flags.ts";

/** The formats of a command that prints one object, or text without `-o`. */
export const STRUCTURED_FORMATS = ["json", "yaml", "jsonpath"] as const;

/** Defines `-o` for a command with these formats. */
export const outputFlag = (formats: readonly OutputName[]) =>
	defineFlags({
		output: {
			kind: "string",
			short: "o",
			placeholder: "FORMAT",
			default: "table",
			group: "output",
			help: `One of: ${spellFormats(formats)}.`,
			complete: completed(formats),
		},
	});

/** `-o` for a command that prints text without it. */
export const STRUCTURED_OUTPUT = defineFlags({
	output: {
		kind: "string",
		short: "o",
		placeholder: "FORMAT",
		group: "output",
		help: `One of: ${spellFormats(STRUCTURED_FORMATS)}.`,
		complete: completed(STRUCTURED_FORMATS),
	},
});

/** The flags for drawing tables. */
export const TABLE_FLAGS = defineFlags({
	"no-headers": {
		kind: "boolean",
		group: "output",
		help: "Print tables without the line of column names.",
	},
	color: {
		kind: "string",
		placeholder: "WHEN",
		default: "auto",
		choices: ["auto", "always", "never"],
		group: "output",
		help: "When to use colour: auto, always or never. With auto, NO_COLOR and TERM=dumb turn colour off.",
	},
});

/** The flags of every command that collects facts. A run can be recorded, and shown again without a cluster. */
export const RECORDING_FLAGS = defineFlags({
	record: {
		kind: "string",
		placeholder: "FILE",
		group: "output",
		complete: "file",
		written: "beside-output",
		help: "Also write a recording of this run to FILE, for --replay. No payloads, headers or secrets are written.",
	},
	replay: {
		kind: "string",
		placeholder: "FILE",
		group: "output",
		complete: "file",
		help: "Show a recorded run again, without a cluster.",
	},
});

function completed(formats: readonly OutputName[]): readonly string[] {
	return formats.map((name) => (name === "jsonpath" ? "jsonpath=" : name));
}
