import { defineFlags } from "./flags.ts";

/** Verbosity from which the steps on the way to the API server are printed, as in kubectl. */
export const CLUSTER_LOG_VERBOSITY = 6;

/** `-v=N`, `-vN` and `-v N` as in kubectl. `call` has a meaning of its own for 1 and 2. */
export const VERBOSITY_FLAGS = defineFlags({
	v: {
		kind: "integer",
		short: "v",
		placeholder: "N",
		bare: 1,
		minimum: 0,
		group: "cluster",
		help: "Number for the log level verbosity: 6 prints each request to the API server on stderr, 7 also what headers it has, 8 also those of its answer, 9 also the stack traces of errors.",
	},
});

/** Returns the verbosity on a command line that could not be parsed, so that `-v=9` also explains that error. */
export function verbosityOf(argv: readonly string[]): number {
	const levels = argv.join(" ").matchAll(/(?<!\S)--?v[ =]?(\d+)(?!\S)/g);
	return Math.max(0, ...[...levels].map(([, level]) => Number(level)));
}
