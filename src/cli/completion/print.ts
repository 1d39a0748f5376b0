import type { Completion } from "./completer.ts";

/** Cobra's ShellCompDirective: bit 2 suppresses the space, 4 suppresses file names, 16 offers only folders. */
const DIRECTIVE: Readonly<Record<Completion["next"], number>> = {
	space: 4,
	"no-space": 6,
	files: 0,
	folders: 16,
};

/**
 * Characters that a candidate must not have. A line break would start another candidate, and an escape would reach the terminal. The
 * others would be run by the shell at Enter, or at the next Tab by Cobra's script for bash, which inserts candidates unquoted. The
 * names come from servers and from other people's kubeconfigs.
 */
const NO_WORD = /[\p{Cc}\p{Cf}`$;&|<>()\\'"!]/u;

/** Formats what kubectl and the shell scripts read: one `value<TAB>description` a line, then `:DIRECTIVE`. */
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
