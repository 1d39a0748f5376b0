import { COMPLETE_COMMAND } from "../../../src/cli/completion/complete-command.ts";
import type { Flags } from "../../../src/cli/flags.ts";
import { INHERITED_FLAGS } from "../../../src/cli/inherited-flags.ts";
import { COMMANDS } from "../../../src/cli/table.ts";
import { INVOCATION } from "../../../src/plugin-name.ts";

/** Words that the dispatcher itself handles. */
const BUILT_IN = ["help", "options", COMPLETE_COMMAND];

/** Returns what follows each `kubectl grpc` in a line of code. */
export function typedCommands(code: string): readonly string[] {
	const typed = code
		.replaceAll(/'[^']*'|"[^"]*"/g, "QUOTED")
		.replace(/(^|\s)#.*$/, "");
	return typed
		.split(`${INVOCATION} `)
		.slice(1)
		.map((words) => (words.split(/ (?:--|[|>;&]+)(?: |$)/)[0] ?? "").trim());
}

/** Returns the parts of a typed command that the plugin does not have: the command, or some of its flags. */
export function unknownOf(typed: string): readonly string[] {
	const [name = "", ...words] = typed.split(/\s+/);
	if (BUILT_IN.includes(name) || /^[A-Z]+$|^…?$/.test(name)) return [];
	const command = COMMANDS.find((one) => one.name === name);
	if (command === undefined) return [name];
	const flags: Flags = { ...INHERITED_FLAGS, ...command.flags };
	const shorts = Object.values(flags).map(({ short }) => short);
	const isKnown = (flag: string) =>
		flag === "--help" ||
		(flag.startsWith("--")
			? Object.hasOwn(flags, flag.slice(2))
			: shorts.includes(flag.charAt(1)) ||
				Object.hasOwn(flags, flag.charAt(1)));
	return words
		.filter((word) => /^--?[a-z]/i.test(word))
		.map((word) => word.replace(/[=[,].*$/, ""))
		.filter((flag) => !isKnown(flag));
}
