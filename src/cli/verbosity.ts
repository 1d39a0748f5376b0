import { defineFlags } from "./flags.ts";

/** `-v=N`, `-vN` and `-v N` as in kubectl. From 9 on, errors are printed with their stack and causes. `call` has a -v of its own. */
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

/** Returns the verbosity on a command line that could not be parsed, so that `-v=9` also explains that error. */
export function verbosityOf(argv: readonly string[]): number {
	const levels = argv.join(" ").matchAll(/(?<!\S)--?v[ =]?(\d+)(?!\S)/g);
	return Math.max(0, ...[...levels].map(([, level]) => Number(level)));
}
