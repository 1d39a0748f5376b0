import { INVOCATION } from "../plugin-name.ts";
import type { CommandDescription } from "./command.ts";
import { FLAG_GROUPS, type FlagGroup } from "./flag-groups.ts";
import type { Flag, Flags } from "./flags.ts";

/** Lays out a paragraph behind `before`. Its further lines are indented to its beginning. */
export type LayOut = (before: string, paragraph: string) => string;

/** Returns the `--help` of one subcommand in kubectl's order: what it does, examples, further details, flags by group, usage. */
export function commandHelp(
	command: CommandDescription,
	layOut: LayOut,
): string {
	const groups = groupsOf(command.flags).filter((group) => group !== "cluster");
	const usage = [INVOCATION, command.name, command.usage, "[options]"];
	return paragraphs([
		layOut("", `${command.summary}.`),
		`Examples:\n${command.examples.map(exampleText).join("\n\n")}`,
		...command.details.map((paragraph) => layOut("", paragraph)),
		...groups.map((group) => groupText(group, command.flags, layOut)),
		`Usage:\n  ${usage.filter((word) => word !== "").join(" ")}`,
		layOut(
			"",
			`Use "${INVOCATION} options" for the flags that choose the cluster; they go anywhere after "${INVOCATION}".`,
		),
	]);
}

/** Returns the text of `kubectl grpc options`: the flags that every subcommand inherits from kubectl. */
export function optionsHelp(flags: Flags, layOut: LayOut): string {
	return paragraphs([
		"The following options can be passed to any command:",
		flagLines(Object.entries(flags), layOut).join("\n"),
	]);
}

/** Returns the text of a run without arguments: what the plugin is, three examples, and how to try it without a cluster. */
export function overviewHelp(
	commands: readonly CommandDescription[],
	examples: readonly string[],
	layOut: LayOut,
): string {
	const width = Math.max(...commands.map((command) => command.name.length));
	const commandLine = ({ name, summary }: CommandDescription) =>
		layOut(`  ${name.padEnd(width)}   `, summary);
	return paragraphs([
		layOut(
			"",
			"Live gRPC diagnostics on Kubernetes, pod by pod: is every replica healthy, what does it serve, what does it answer. It port-forwards to pods by itself and changes nothing in the cluster.",
		),
		`Try:\n${examples.map((example) => `  ${INVOCATION} ${example}`).join("\n")}`,
		`Commands:\n${commands.map(commandLine).join("\n")}`,
		layOut(
			"",
			`Use "${INVOCATION} COMMAND --help" for more about a command, "${INVOCATION} options" for the flags that choose the cluster.`,
		),
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
	const used = new Set<string>(Object.values(flags).map(({ group }) => group));
	return Object.keys(FLAG_GROUPS).filter((group): group is FlagGroup =>
		used.has(group),
	);
}

function groupText(group: FlagGroup, flags: Flags, layOut: LayOut): string {
	const entries = Object.entries(flags).filter(
		([, flag]) => flag.group === group,
	);
	return `${FLAG_GROUPS[group]}:\n${flagLines(entries, layOut).join("\n")}`;
}

function flagLines(
	entries: readonly (readonly [string, Flag])[],
	layOut: LayOut,
): readonly string[] {
	return entries
		.toSorted(([a], [b]) => a.localeCompare(b))
		.map(
			([name, flag]) =>
				`    ${flagSyntax(name, flag)}:\n${layOut("\t", `${flag.help}${defaultText(flag)}`)}`,
		);
}

/** Returns a flag's syntax, `-o, --output=FORMAT`, aligned as in `kubectl options`. */
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
		? ` Default: ${flag.default}.`
		: "";
}
