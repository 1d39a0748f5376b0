import { defineFlags } from "./flags.ts";

/** `-v=N`, `-vN` and `-v N` as kubectl has it; from 9 on errors come with their stack and causes. `call` has a -v of its own. */
export const VERBOSITY_FLAGS = defineFlags({
	v: {
		kind: "integer",
		short: "v",
		placeholder: "N",
		bare: 1,
		minimum: 0,
		group: "cluster",
		help: "Number for the log level verbosity; 9 prints stack traces.",
	},
});

/** The verbosity on a command line that could not be parsed, so that `-v=9` explains that error too. */
export function verbosityOf(argv: readonly string[]): number {
	const levels = argv.join(" ").matchAll(/(?<!\S)--?v[ =]?(\d+)(?!\S)/g);
	return Math.max(0, ...[...levels].map(([, level]) => Number(level)));
}
