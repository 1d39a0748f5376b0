import { attachShortValues } from "../attach-short-values.ts";
import type { Command } from "../command.ts";
import type { Flag, Flags } from "../flags.ts";
import { flagsOfAll, INHERITED_FLAGS } from "../inherited-flags.ts";
import { splitAtDashes } from "../split-at-dashes.ts";
import { splitCommand } from "../split-command.ts";

/** Where the completed word stands. */
type Cursor =
	| { readonly at: "command-name" }
	| { readonly at: "flag-name"; readonly flags: Flags }
	| { readonly at: "flag-value"; readonly flag: Flag }
	| { readonly at: "word"; readonly command: Command }
	| { readonly at: "after-dashes" }
	| { readonly at: "nowhere" };

/** A command line that is being typed. */
export type Line = {
	readonly cursor: Cursor;
	/** The typed part of the word at the cursor. For `--flag=value` it is the value alone, as in Cobra. */
	readonly prefix: string;
	/** The words before the cursor, without flags and the command's name. */
	readonly words: readonly string[];
	/** The flags before the cursor in the form `--name=value`. */
	readonly given: readonly string[];
};

/** Marks the word at the cursor. No argument of a process can contain it. */
const MARK = "\0";

/** Reads a line by the rules of the parser. @throws PluginError `usage` for a flag that has a bad value already */
export function readLine(
	typed: readonly string[],
	last: string,
	commands: readonly Command[],
): Line {
	const all = flagsOfAll(commands);
	const { name, rest } = splitCommand([...typed, MARK], all);
	const command = commands.find((command) => command.name === name);
	// The command's own flags come first, and win over inherited flags of the same name.
	const flags = { ...command?.flags, ...INHERITED_FLAGS, ...command?.flags };
	const attached = attachShortValues(
		name === MARK ? [...rest, MARK] : rest,
		flags,
	);
	const { own, afterDashes } = splitAtDashes(attached);
	const before = own.filter((word) => !word.includes(MARK));
	const line = {
		prefix: last,
		words: [
			...before.filter((word) => !word.startsWith("-")),
			...afterDashes.slice(0, -1),
		],
		given: before.filter((word) => word.startsWith("--")),
	};
	if (afterDashes.length > 0)
		return { ...line, cursor: cursorAfterDashes(command) };
	const value = valueAtCursor(attached, last, command ? flags : all);
	if (value !== undefined) return { ...line, ...value };
	if (last.startsWith("-")) {
		const cursor = { at: "flag-name", flags: notGiven(flags, before) } as const;
		return { ...line, cursor };
	}
	return { ...line, cursor: wordCursor(name, command) };
}

/** Returns the cursor behind `--`. Words stay words there. For a command without words, a program and its arguments follow. */
function cursorAfterDashes(command: Command | undefined): Cursor {
	return command?.complete === undefined
		? { at: "after-dashes" }
		: { at: "word", command };
}

function wordCursor(
	name: string | undefined,
	command: Command | undefined,
): Cursor {
	if (command !== undefined) return { at: "word", command };
	const isOpen = name === undefined || name === MARK || name === "help";
	return { at: isOpen ? "command-name" : "nowhere" };
}

/** Returns the flag whose value is at the cursor: `-n MARK`, or a last word such as `--output=js`. */
function valueAtCursor(
	attached: readonly string[],
	last: string,
	flags: Flags,
): { readonly cursor: Cursor; readonly prefix: string } | undefined {
	const separate = /^--([^=]+)=\0$/.exec(attached.at(-1) ?? "")?.[1];
	if (separate !== undefined) return flagValue(flags[separate], last);
	const [, dashes, typed, prefix = ""] =
		/^(--?)([^-=][^=]*)=(.*)$/s.exec(last) ?? [];
	if (typed === undefined) return undefined;
	const found = Object.entries(flags).find(
		([name, { short }]) =>
			name === typed || (dashes === "-" && short === typed),
	);
	return flagValue(found?.[1], prefix);
}

function flagValue(flag: Flag | undefined, prefix: string) {
	const cursor: Cursor =
		flag === undefined ? { at: "nowhere" } : { at: "flag-value", flag };
	return { cursor, prefix };
}

/** Returns the flags that can still be given. Only a list can be given again. */
function notGiven(flags: Flags, given: readonly string[]): Flags {
	const names = new Set(given.map((word) => word.slice(2).split("=")[0]));
	return Object.fromEntries(
		Object.entries(flags).filter(
			([name, flag]) => flag.kind === "strings" || !names.has(name),
		),
	);
}
