import { leadingFlags } from "./attach-short-values.ts";
import type { Flags } from "./flags.ts";

/** A command line with its subcommand taken out. */
type SplitCommand = {
	/** Undefined when there are only flags. */
	readonly name: string | undefined;
	/** All other words, flags of the table that stand before the subcommand in the form `--name=value`. */
	readonly rest: readonly string[];
};

/**
 * Finds the subcommand. Flags may come before it, with values of their own: the first word that is neither is the subcommand.
 * @throws PluginError `usage` for a flag of the table whose value is missing
 */
export function splitCommand(
	argv: readonly string[],
	flags: Flags,
): SplitCommand {
	const { flags: before, rest } = leadingFlags(argv, flags);
	const at = rest.findIndex((word) => word !== "--");
	if (at < 0) return { name: undefined, rest: [...before, ...rest] };
	return {
		name: rest[at],
		rest: [...before, ...rest.slice(0, at), ...rest.slice(at + 1)],
	};
}
