import type { CompletedBy } from "./completion/completed-by.ts";
import type { ExitStatus } from "./exit-status.ts";
import type { Flags } from "./flags.ts";
import { INHERITED_FLAGS } from "./inherited-flags.ts";
import type { Arguments } from "./parse-arguments.ts";
import type { RunContext } from "./run-context.ts";

/** An example of `--help`: what it does, and the words after `kubectl grpc`. */
type Example = { readonly does: string; readonly command: string };

/** The description of a subcommand. Help, completion and the reference pages are made from it. */
export type CommandDescription = {
	readonly name: string;
	/** One sentence without a full stop, in the imperative. */
	readonly summary: string;
	/** What to know before the flags, a paragraph each. */
	readonly details: readonly string[];
	/** The words after the name: `[TARGET…]`. */
	readonly usage: string;
	/** Completes those words. Without it, nothing does. */
	readonly complete?: CompletedBy;
	readonly examples: readonly Example[];
	readonly flags: Flags;
};

export type Command = CommandDescription & {
	/** Parses the words after the subcommand and runs it. @throws PluginError */
	readonly execute: (
		context: RunContext,
		argv: readonly string[],
	) => Promise<ExitStatus>;
};

/** Joins a description with its run function. The flag table gives the type of the values that `run` receives. */
export function defineCommand<F extends Flags>(
	description: CommandDescription & { readonly flags: F },
	run: (context: RunContext, args: Arguments<F>) => Promise<ExitStatus>,
): Command {
	return {
		...description,
		execute: async (context, argv) => {
			// Help and completion use the same description and need no parser.
			const { parseArguments } = await import("./parse-arguments.ts");
			const flags = { ...INHERITED_FLAGS, ...description.flags };
			return run(context, parseArguments(argv, flags));
		},
	};
}
