import { CLUSTER_FLAGS } from "./cluster-flags.ts";
import type { CommandDescription } from "./command.ts";
import type { Flags } from "./flags.ts";
import { VERBOSITY_FLAGS } from "./verbosity.ts";

/** The flags that every subcommand takes, as each of kubectl's does, whether it has a use for them or not: `kubectl grpc options`. */
export const INHERITED_FLAGS = { ...CLUSTER_FLAGS, ...VERBOSITY_FLAGS };

/**
 * The flags of all subcommands together, to find the subcommand among them: which of them takes a value must be known before it is
 * known whose they are, and a name means the same to all.
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
