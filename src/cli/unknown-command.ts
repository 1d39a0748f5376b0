import { PluginError } from "../errors.ts";
import { isSecret } from "../grpc/secret-name.ts";
import { isSymbol } from "../kubernetes/targets/refuse-word.ts";
import { nearest } from "../nearest.ts";
import { INVOCATION } from "../plugin-name.ts";
import { shellWord } from "../shell-word.ts";
import { leadingFlags } from "./attach-short-values.ts";
import type { CommandDescription } from "./command.ts";
import type { Flags } from "./flags.ts";
import { flagsOfAll } from "./inherited-flags.ts";
import { parseArguments } from "./parse-arguments.ts";
import { headerOf, ONE_WORD_HINT, splitHeaderName } from "./split-header.ts";

type Commands = readonly Pick<CommandDescription, "name" | "flags">[];

/** The form of a target: `deploy/user-service`, `svc/user-service:grpc`, `localhost:50051`, `[::1]:50051`. */
const TARGET = /^(?:[\w.-]+|\[[\da-f:]+\])[/:][\w.-]+(?::[\w-]+)?$/i;

/** The words for our commands in grpcurl, grpc_cli, buf, evans or grpc_health_probe, and other words that users type for them. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
	["invoke", "call"],
	["curl", "call"],
	["check", "health"],
	["ping", "health"],
	["probe", "health"],
	["status", "health"],
	["watch", "health --watch"],
	["services", "list"],
	["show", "describe"],
	["type", "describe"],
	["compare", "diff"],
]);

/** Maximum length of a repeated line. A longer one is hard to read, and the user knows its flags. */
const LONGEST_LINE = 120;

/**
 * The error for a word that is no command. It names the word, unless that may belong to a credential, and the likely command.
 * @throws PluginError `usage` for an unknown flag before the word, which may be its value
 */
export function unknownCommand(
	word: string,
	argv: readonly string[],
	commands: Commands,
): PluginError {
	const read = readWords(argv, commands);
	if (read.flags !== "split" && !TARGET.test(word)) {
		const known = flagsOfAll(commands);
		parseArguments(leadingFlags(argv, known).flags, known);
	}
	const [message, hints] =
		read.flags === "split"
			? [
					"a word of a flag's value stands where a command does",
					[`${ONE_WORD_HINT}; a password has no flag, a token has --token`],
				]
			: [`unknown command "${word}"`, commandHints(word, argv, read, commands)];
	return new PluginError("usage", message, {
		hint: [...hints, `"${INVOCATION}" alone lists the commands`],
	});
}

/** Returns hints: the intended command, and the line to type if that is known. */
function commandHints(
	word: string,
	argv: readonly string[],
	read: ReturnType<typeof readWords>,
	commands: Commands,
): readonly string[] {
	const names = commands.map(({ name }) => name);
	if (isSymbol(word) && !names.includes(word.toLowerCase()))
		return [
			`write a method after a command and a target: ${INVOCATION} call deploy/user-service ${shellWord(word)}`,
		];
	const near =
		ELSEWHERE.get(word) ??
		(TARGET.test(word) ? undefined : nearest(word, names));
	if (near !== undefined) return [`did you mean "${INVOCATION} ${near}"?`];
	const line = commandFirst(word, argv, read, names);
	return line === undefined ? [] : [`write the command first: ${line}`];
}

/** Returns the line with its command before the target. grpcurl has the command behind the target, or none where a method follows. */
function commandFirst(
	word: string,
	argv: readonly string[],
	{ words, flags }: ReturnType<typeof readWords>,
	names: readonly string[],
): string | undefined {
	const at = words.find(({ text }) => names.includes(text));
	const isTarget = TARGET.test(word);
	if (at === undefined && !isTarget) return undefined;
	const command = at?.text ?? (words.length > 1 ? "call" : "health");
	const line = (others: readonly string[]) =>
		[INVOCATION, command, ...others.map(shellWord)].join(" ");
	const whole = line(argv.filter((_, index) => index !== at?.index));
	if (flags === "open" && whole.length <= LONGEST_LINE) return whole;
	const others = words.filter((one) => one !== at).map(({ text }) => text);
	return `${line(others)}, and its flags behind it`;
}

/** Whether a flag's value may be, or contain, a credential, which no message repeats: `--proxy-url=http://USER:PASSWORD@HOST`. */
const isWithheld = (flag: string): boolean =>
	flag.startsWith("--token=") ||
	headerOf(flag) !== undefined ||
	/:\/\/.*@/s.test(flag);

/**
 * Whether a flag is a header that the shell has split, or kubectl's --password, which does not exist here. The words that follow may be
 * a credential and must not be repeated.
 */
const isSplit = (flag: string): boolean =>
	splitHeaderName(flag) !== undefined ||
	(!flag.includes("=") && isSecret(flag));

/**
 * Returns the words of a line with their positions. The flags are `withheld` when one may be a credential or cannot be read, and `split`
 * when some words belong to a flag's value.
 */
function readWords(argv: readonly string[], commands: Commands) {
	const known = flagsOfAll(commands);
	const words: { readonly text: string; readonly index: number }[] = [];
	let flags: "open" | "withheld" = "open";
	let left = argv;
	for (;;) {
		const leading = readFlags(left, known);
		if (leading === undefined) return { words, flags: "withheld" } as const;
		const { rest } = leading;
		if (leading.flags.some(isSplit)) return { words, flags: "split" } as const;
		if (leading.flags.some(isWithheld)) flags = "withheld";
		const [text, ...others] = rest;
		if (text === undefined || text === "--") return { words, flags };
		words.push({ text, index: argv.length - rest.length });
		left = others;
	}
}

/** Returns the flags at the start of a line; undefined when one lacks its value. The command itself reports that. */
function readFlags(argv: readonly string[], known: Flags) {
	try {
		return leadingFlags(argv, known);
	} catch {
		return undefined;
	}
}
