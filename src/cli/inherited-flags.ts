import { CLUSTER_FLAGS } from "./cluster-flags.ts";
import type { CommandDescription } from "./command.ts";
import type { Flags } from "./flags.ts";
import { VERBOSITY_FLAGS } from "./verbosity.ts";

/** The flags that every subcommand takes, as in kubectl, even when they have no effect there: `kubectl grpc options`. */
export const INHERITED_FLAGS = { ...CLUSTER_FLAGS, ...VERBOSITY_FLAGS };

/**
 * Returns the flags of all subcommands together. They serve to find the subcommand in a command line: the parser must know which flags
 * take a value before it knows the subcommand. A name means the same in all of them.
 */
export function flagsOfAll(
	commands: readonly Pick<CommandDescription, "flags">[],
): Flags {
	return Object.assign(
		{},
		INHERITED_FLAGS,
		...commands.map(({ flags }) => flags),
	);
}
