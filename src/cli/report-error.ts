import type { PluginError } from "../errors.ts";
import { INVOCATION, ISSUES_URL } from "../plugin-name.ts";
import { escapeTerminal } from "../render/escape.ts";
import { textLines } from "../render/text-lines.ts";

const LABEL = "error: ";

/** Verbosity level from which a stack trace is printed. */
const STACK_VERBOSITY = 9;

/**
 * Formats an error for stderr: `error: …`, further lines of the message, then the hints, one per line. Messages quote clusters and
 * pods, so everything is escaped. An `internal` error, a bug of ours, asks the user to report it.
 */
export function formatError(error: PluginError, verbosity: number): string {
	const [first, ...more] = textLines(error.message, "with -v=9");
	const lines = [
		LABEL + first,
		...more.map((line) => " ".repeat(LABEL.length) + line),
	];
	lines.push(...error.hint.map((line) => `  ${escapeTerminal(line)}`));
	if (verbosity >= STACK_VERBOSITY) lines.push(...stackLines(error));
	if (error.code === "internal") lines.push(`  ${bugReport(verbosity)}`);
	return `${lines.join("\n")}\n`;
}

function bugReport(verbosity: number): string {
	const printed =
		verbosity < STACK_VERBOSITY ? "what -v=9 prints" : "what is above";
	return `this is a bug in the plugin. Please report it with ${printed} and the output of "${INVOCATION} version": ${ISSUES_URL}`;
}

function stackLines(error: Error): string[] {
	const own = (error.stack ?? "")
		.split("\n")
		.map((line) => escapeTerminal(line));
	if (!(error.cause instanceof Error)) return own;
	return [...own, "caused by:", ...stackLines(error.cause)];
}
