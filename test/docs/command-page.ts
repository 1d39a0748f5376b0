import type { CommandDescription } from "../../src/cli/command.ts";
import { FLAG_GROUPS } from "../../src/cli/flag-groups.ts";
import type { Flag, Flags } from "../../src/cli/flags.ts";
import { flagSyntax } from "../../src/cli/help.ts";
import { INVOCATION } from "../../src/plugin-name.ts";

/** Returns docs/commands/NAME.md, made from the same table as `--help`. */
export function commandPage(command: CommandDescription): string {
	const groups = Object.entries(FLAG_GROUPS).flatMap(([group, title]) => {
		const flags = Object.entries(command.flags).filter(
			([, flag]) => flag.group === group,
		);
		return flags.length === 0 || group === "cluster"
			? []
			: ["", `## ${title}`, "", ...flagTable(flags)];
	});
	return [
		`# ${INVOCATION} ${command.name}`,
		"",
		`${command.summary}.`,
		"",
		...command.details.flatMap((paragraph) => [paragraph, ""]),
		"```",
		`${INVOCATION} ${command.name} ${command.usage} [options]`.replace(
			"  ",
			" ",
		),
		"```",
		"",
		"## Examples",
		"",
		"```",
		command.examples
			.map((example) => `# ${example.does}\n${INVOCATION} ${example.command}`)
			.join("\n\n"),
		"```",
		...groups,
		"",
		"The flags that choose the cluster go with every command: [options](options.md).",
		"",
	].join("\n");
}

/** Returns docs/commands/options.md, made from the same table as `kubectl grpc options`. */
export function optionsPage(flags: Flags): string {
	return [
		`# ${INVOCATION} options`,
		"",
		`The flags that every command takes, as each of kubectl's does: they go anywhere after \`${INVOCATION}\`.`,
		"",
		...flagTable(Object.entries(flags)),
		"",
	].join("\n");
}

function flagTable(flags: readonly (readonly [string, Flag])[]): string[] {
	return [
		"| flag | default | meaning |",
		"|---|---|---|",
		...flags.map(
			([name, flag]) =>
				`| \`${flagSyntax(name, flag).trim()}\` | ${defaultOf(flag)} | ${flag.help.replaceAll("|", "\\|")} |`,
		),
	];
}

function defaultOf(flag: Flag): string {
	return "default" in flag && flag.default !== undefined
		? `\`${flag.default}\``
		: "";
}
