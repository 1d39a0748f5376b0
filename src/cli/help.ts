import type { CommandDescription } from "./command.ts";
import { FLAG_GROUPS, type FlagGroup } from "./flag-groups.ts";
import type { Flag, Flags } from "./flags.ts";
import { INVOCATION } from "./plugin-name.ts";

/** `--help` of one subcommand in kubectl's order: what it does, examples, flags by group, usage. */
export function commandHelp(command: CommandDescription): string {
	const groups = groupsOf(command.flags).filter((group) => group !== "cluster");
	return paragraphs([
		`${command.summary}.`,
		...command.details,
		`Examples:\n${command.examples.map(exampleText).join("\n\n")}`,
		...groups.map((group) => groupText(group, command.flags)),
		`Usage:\n  ${INVOCATION} ${command.name} ${command.usage} [options]`,
		`Use "${INVOCATION} options" for the flags that choose the cluster; they go anywhere after "${INVOCATION}".`,
	]);
}

/** Text of `kubectl grpc options`: the flags that every subcommand inherits from kubectl. */
export function optionsHelp(flags: Flags): string {
	return paragraphs([
		"The following options can be passed to any command:",
		flagLines(Object.entries(flags)).join("\n"),
	]);
}

/** What a first run without arguments prints: what this is, three things to type, and how to try it without a cluster. */
export function overviewHelp(
	commands: readonly CommandDescription[],
	examples: readonly string[],
): string {
	const width = Math.max(...commands.map((command) => command.name.length));
	return paragraphs([
		"Live gRPC diagnostics on Kubernetes, pod by pod: is every replica healthy, and why not.\nIt port-forwards to pods by itself and changes nothing in the cluster.",
		`Try:\n${examples.map((example) => `  ${INVOCATION} ${example}`).join("\n")}`,
		`Commands:\n${commands.map((command) => `  ${command.name.padEnd(width)}   ${command.summary}`).join("\n")}`,
		`Use "${INVOCATION} COMMAND --help" for more about a command, "${INVOCATION} options" for the flags that choose the cluster.`,
	]);
}

function paragraphs(texts: readonly string[]): string {
	return `${texts.join("\n\n")}\n`;
}

function exampleText({
	does,
	command,
}: CommandDescription["examples"][number]): string {
	return `  # ${does}\n  ${INVOCATION} ${command}`;
}

function groupsOf(flags: Flags): readonly FlagGroup[] {
	const used = new Set(Object.values(flags).map((flag) => flag.group));
	return Object.keys(FLAG_GROUPS).filter((group): group is FlagGroup =>
		used.has(group as FlagGroup),
	);
}

function groupText(group: FlagGroup, flags: Flags): string {
	const entries = Object.entries(flags).filter(
		([, flag]) => flag.group === group,
	);
	return `${FLAG_GROUPS[group]}:\n${flagLines(entries).join("\n")}`;
}

function flagLines(
	entries: readonly (readonly [string, Flag])[],
): readonly string[] {
	return entries
		.toSorted(([a], [b]) => a.localeCompare(b))
		.map(
			([name, flag]) =>
				`    ${flagSyntax(name, flag)}:\n\t${flag.help}${defaultText(flag)}`,
		);
}

/** How a flag is written, `-o, --output=FORMAT`, as `kubectl options` aligns it. */
export function flagSyntax(name: string, flag: Flag): string {
	const long = name.length === 1 ? "" : `--${name}`;
	const short =
		flag.short === undefined
			? "   "
			: `-${flag.short}${long === "" ? "" : ","}`;
	const names = [short, long].filter((part) => part !== "").join(" ");
	switch (flag.kind) {
		case "boolean":
			return names;
		case "strings":
			return `${names}=${flag.placeholder}`;
		case "string":
		case "integer":
		case "duration":
			return flag.bare === undefined
				? `${names}=${flag.placeholder}`
				: `${names}[=${flag.placeholder}]`;
	}
}

function defaultText(flag: Flag): string {
	return "default" in flag && flag.default !== undefined
		? ` Default ${flag.default}.`
		: "";
}
