import type { RunContext } from "../../cli/run-context.ts";

/** Returns whether a value of -d stands for standard input. */
export function isStdin(value: string): boolean {
	return value === "-" || value === "@" || value === "@-";
}

/** Returns standard input. If it is a terminal, a line on stderr says what is typed there: without a prompt, the command seems to hang. */
export function openStdin({
	stdin,
	stderr,
}: Pick<RunContext, "stdin" | "stderr">): RunContext["stdin"] {
	if (stdin.isTTY === true)
		stderr.write("reading requests from the terminal; Ctrl-D ends them\n");
	return stdin;
}
