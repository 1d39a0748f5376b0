import { leadingFlags } from "./attach-short-values.ts";
import type { Flags } from "./flags.ts";

/** A command line without its subcommand. */
type SplitCommand = {
	/** Undefined when there are only flags. */
	readonly name: string | undefined;
	/** All other words. Flags of the table before the subcommand have the form `--name=value`. */
	readonly rest: readonly string[];
};

/**
 * Finds the subcommand: the first word that is neither a flag nor a flag's value.
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
