import { type PluginError, toPluginError, withHint } from "../errors.ts";
import { listed } from "../listed.ts";
import { INVOCATION } from "../plugin-name.ts";
import type { Command } from "./command.ts";
import type { Completable } from "./completion/complete.ts";
import { COMPLETE_COMMAND } from "./completion/complete-command.ts";
import {
	EXIT_STATUS,
	type ExitStatus,
	exitStatusOfError,
} from "./exit-status.ts";
import type { Flags } from "./flags.ts";
import { helpLayout } from "./help-layout.ts";
import { flagsOfAll, INHERITED_FLAGS } from "./inherited-flags.ts";
import type { RunContext } from "./run-context.ts";
import { splitAtDashes } from "./split-at-dashes.ts";
import { splitCommand } from "./split-command.ts";
import { verbosityOf } from "./verbosity.ts";

/** The subcommands, their completers and the examples of the overview. They are passed in, because the table is above this file. */
type Catalogue = Completable & {
	readonly examples: readonly string[];
};

/** Runs a command line and returns its exit status. Every error ends here, as text on stderr. */
export async function runCommandLine(
	context: RunContext,
	argv: readonly string[],
	catalogue: Catalogue,
): Promise<ExitStatus> {
	try {
		return await dispatch(context, argv, catalogue);
	} catch (caught) {
		const error = await explainForeignFlag(
			toPluginError(caught),
			argv,
			catalogue.commands,
		);
		if (context.signal.aborted || error.code === "cancelled")
			return EXIT_STATUS.interrupted;
		const { formatError } = await import("./report-error.ts");
		context.stderr.write(formatError(error, verbosityOf(argv)));
		return exitStatusOfError(error.code);
	}
}

async function dispatch(
	context: RunContext,
	argv: readonly string[],
	catalogue: Catalogue,
): Promise<ExitStatus> {
	const { commands, completers } = catalogue;
	if (argv[0] === COMPLETE_COMMAND) {
		const { runCompletion } = await import("./completion/run.ts");
		return runCompletion(context, argv.slice(1), { commands, completers });
	}
	const { name = "help", rest } = splitCommand(argv, flagsOfAll(commands));
	if (name === "help")
		return printHelp(context, await helpTopic(rest), catalogue);
	if (name === "options") return printHelp(context, name, catalogue);
	const command = await findCommand(name, commands, argv);
	if (asksHelp(rest)) return printHelp(context, name, catalogue);
	return command.execute(context, rest);
}

/** Prints the help for a command, or for the flags of all commands. Without a topic it prints the overview. */
async function printHelp(
	context: RunContext,
	topic: string | undefined,
	{ commands, examples }: Catalogue,
): Promise<ExitStatus> {
	const { commandHelp, optionsHelp, overviewHelp } = await import("./help.ts");
	const layOut = await helpLayout(context.stdout);
	switch (topic) {
		case undefined:
		case "help":
			return print(context, overviewHelp(commands, examples, layOut));
		case "options":
			return print(context, optionsHelp(INHERITED_FLAGS, layOut));
		default: {
			const command = await findCommand(topic, commands);
			return print(context, commandHelp(command, layOut));
		}
	}
}

/** Returns the topic of a help request; undefined for the overview. @throws PluginError `usage` for a flag that is none */
async function helpTopic(argv: readonly string[]): Promise<string | undefined> {
	const others = argv.filter((word) => !isHelpFlag(word));
	if (others.length === 0) return undefined;
	const { parseArguments } = await import("./parse-arguments.ts");
	return parseArguments(others, INHERITED_FLAGS).words[0];
}

function asksHelp(argv: readonly string[]): boolean {
	const { own } = splitAtDashes(argv);
	return own.some(isHelpFlag);
}

function isHelpFlag(word: string): boolean {
	return /^(?:--?help(?:=.*)?|-h)$/.test(word);
}

async function findCommand(
	name: string,
	commands: readonly Command[],
	argv: readonly string[] = [name],
): Promise<Command> {
	const found = commands.find((command) => command.name === name);
	if (found !== undefined) return found;
	const { unknownCommand } = await import("./unknown-command.ts");
	throw unknownCommand(name, argv, commands);
}

/** Adds a hint to the error for an unknown flag. The flag may exist in another command or tool, or be a subcommand's name. */
async function explainForeignFlag(
	error: PluginError,
	argv: readonly string[],
	commands: readonly Command[],
): Promise<PluginError> {
	const flag = error.facts["flag"];
	if (error.code !== "usage" || typeof flag !== "string") return error;
	if (commands.some(({ name }) => name === flag))
		return withHint(error, [`did you mean "${INVOCATION} ${flag}"?`]);
	const [{ insteadOfGrpcurlFlag }, { insteadOfForeignFlag }] =
		await Promise.all([
			import("./grpcurl-flags.ts"),
			import("./foreign-flags.ts"),
		]);
	const { name: command } = splitCommand(argv, flagsOfAll(commands));
	const instead =
		insteadOfGrpcurlFlag(flag) ?? insteadOfForeignFlag(flag, command);
	if (instead !== undefined) return withHint(error, [instead]);
	const owners = commands
		.filter(({ flags }) => hasFlag(flags, flag))
		.map(({ name }) => name);
	// A similar name is only a guess, so another command's flag of exactly this name replaces it.
	if (owners.length === 0 && error.hint.length > 0) return error;
	return withHint(error, [
		owners.length === 0
			? "--help lists the flags"
			: `${flag.length === 1 ? "-" : "--"}${flag} is a flag of ${listed(owners, commands.length)}`,
	]);
}

function hasFlag(flags: Flags, name: string): boolean {
	return (
		Object.hasOwn(flags, name) ||
		Object.values(flags).some(({ short }) => short === name)
	);
}

function print(context: RunContext, text: string): ExitStatus {
	context.stdout.write(text);
	return EXIT_STATUS.ok;
}
