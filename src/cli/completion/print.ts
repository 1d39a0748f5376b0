import type { Completion } from "./completer.ts";

/** Cobra's ShellCompDirective: bit 2 keeps the space away, 4 the file names, 16 leaves folders alone. */
const DIRECTIVE: Readonly<Record<Completion["next"], number>> = {
	space: 4,
	"no-space": 6,
	files: 0,
	folders: 16,
};

/**
 * A line break would be another candidate, an escape would reach the terminal; and what a shell acts on is run at Enter, and by
 * Cobra's script for bash at the next Tab, as it puts candidates into the line as they are. Servers and kubeconfigs of others name them.
 */
const NO_WORD = /[\p{Cc}\p{Cf}`$;&|<>()\\'"!]/u;

/** What kubectl and the shell scripts read: `value<TAB>description` a line, then `:DIRECTIVE`. */
export function printCompletion({ candidates, next }: Completion): string {
	const lines = candidates
		.filter(({ value }) => !NO_WORD.test(value))
		.map(({ value, description = "" }) =>
			description === ""
				? value
				: `${value}\t${description.replace(/[\p{Cc}\p{Cf}]+/gu, " ")}`,
		);
	return `${[...lines, `:${DIRECTIVE[next]}`].join("\n")}\n`;
}
