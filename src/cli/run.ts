import { PluginError, toPluginError } from "../errors.ts";
import { nearest } from "../findings/nearest.ts";
import { attachShortValues } from "./attach-short-values.ts";
import { CLUSTER_FLAGS } from "./cluster-flags.ts";
import type { Command } from "./command.ts";
import { EXIT_STATUS, type ExitStatus } from "./exit-status.ts";
import { commandHelp, optionsHelp, overviewHelp } from "./help.ts";
import { INVOCATION } from "./plugin-name.ts";
import { formatError } from "./report-error.ts";
import type { RunContext } from "./run-context.ts";
import { VERBOSITY_FLAGS, verbosityOf } from "./verbosity.ts";

/** The subcommands and what the overview suggests; passed in, as the table stands above this file. */
export type Catalogue = {
	readonly commands: readonly Command[];
	readonly examples: readonly string[];
};

/** Runs a command line and gives its exit status. Everything thrown ends here, as text on stderr. */
export async function runCommandLine(
	context: RunContext,
	argv: readonly string[],
	catalogue: Catalogue,
): Promise<ExitStatus> {
	try {
		return await dispatch(context, argv, catalogue);
	} catch (caught) {
		const error = explainForeignFlag(toPluginError(caught), catalogue.commands);
		if (context.signal.aborted || error.code === "cancelled")
			return EXIT_STATUS.interrupted;
		context.stderr.write(formatError(error, verbosityOf(argv)));
		return EXIT_STATUS.failed;
	}
}

async function dispatch(
	context: RunContext,
	argv: readonly string[],
	{ commands, examples }: Catalogue,
): Promise<ExitStatus> {
	const { name, rest } = splitCommand(argv);
	if (name === undefined || name === "help")
		return print(context, helpText(rest[0], commands, examples));
	if (name === "options")
		return print(
			context,
			optionsHelp({ ...CLUSTER_FLAGS, ...VERBOSITY_FLAGS }),
		);
	const command = findCommand(name, commands);
	if (asksHelp(rest)) return print(context, commandHelp(command));
	return command.execute(context, rest);
}

/** Flags may come before the subcommand, with values of their own: the first word that is neither is the subcommand. */
function splitCommand(argv: readonly string[]): {
	readonly name: string | undefined;
	readonly rest: readonly string[];
} {
	const words = attachShortValues(argv, CLUSTER_FLAGS);
	const at = words.findIndex((word) => !word.startsWith("-"));
	if (at < 0) return { name: undefined, rest: [] };
	return {
		name: words[at],
		rest: [...words.slice(0, at), ...words.slice(at + 1)],
	};
}

function asksHelp(argv: readonly string[]): boolean {
	const dashes = argv.indexOf("--");
	const own = dashes < 0 ? argv : argv.slice(0, dashes);
	return own.includes("--help") || own.includes("-h");
}

function helpText(
	topic: string | undefined,
	commands: readonly Command[],
	examples: readonly string[],
): string {
	if (topic === undefined) return overviewHelp(commands, examples);
	return commandHelp(findCommand(topic, commands));
}

function findCommand(name: string, commands: readonly Command[]): Command {
	const found = commands.find((command) => command.name === name);
	if (found !== undefined) return found;
	const near = nearest(
		name,
		commands.map((command) => command.name),
	);
	throw new PluginError("usage", `unknown command "${name}"`, {
		hint: [
			...(near === undefined ? [] : [`did you mean "${INVOCATION} ${near}"?`]),
			`"${INVOCATION}" alone lists the commands`,
		],
	});
}

/** A flag unknown here may be known elsewhere; saying where spares a look at every `--help`. */
function explainForeignFlag(
	error: PluginError,
	commands: readonly Command[],
): PluginError {
	const flag = error.facts["flag"];
	if (
		error.code !== "usage" ||
		typeof flag !== "string" ||
		error.hint.length > 0
	)
		return error;
	const owners = commands
		.filter((command) => Object.hasOwn(command.flags, flag))
		.map((command) => `"${INVOCATION} ${command.name}"`);
	if (owners.length === 0) return error;
	return new PluginError(error.code, error.message, {
		hint: [`--${flag} is a flag of ${owners.join(" and ")}`],
	});
}

function print(context: RunContext, text: string): ExitStatus {
	context.stdout.write(text);
	return EXIT_STATUS.ok;
}
