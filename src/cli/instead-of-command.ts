import { PluginError } from "../errors.ts";
import { isSecret } from "../grpc/secret-name.ts";
import { isSymbol } from "../kubernetes/targets/parse-target.ts";
import { nearest } from "../nearest.ts";
import { INVOCATION } from "../plugin-name.ts";
import { shellWord } from "../shell-word.ts";
import { leadingFlags } from "./attach-short-values.ts";
import type { CommandDescription } from "./command.ts";
import type { Flags } from "./flags.ts";
import { flagsOfAll } from "./inherited-flags.ts";
import { headerOf, ONE_WORD_HINT, tornHeader } from "./torn-header.ts";

type Commands = readonly Pick<CommandDescription, "name" | "flags">[];

/** `deploy/user-service`, `svc/user-service:grpc`, `localhost:50051`, `[::1]:50051`. */
const TARGET = /^(?:[\w.-]+|\[[\da-f:]+\])[/:][\w.-]+(?::[\w-]+)?$/i;

/** Words by which grpcurl, grpc_cli, buf, evans or grpc_health_probe have the same, and some that are typed for it. */
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

/** A longer line is not read, and what is in its flags is known to who typed it. */
const LONGEST_LINE = 120;

/** For a word that stands where a command does, and is none: says so, unless it may be of a credential, and what was meant if that is known. */
export function unknownCommand(
	word: string,
	argv: readonly string[],
	commands: Commands,
): PluginError {
	const read = readWords(argv, commands);
	const [message, hints] =
		read.flags === "torn"
			? [
					"a word of a flag's value stands where a command does",
					[`${ONE_WORD_HINT}; a password has no flag, a token has --token`],
				]
			: [`unknown command "${word}"`, meant(word, argv, read, commands)];
	return new PluginError("usage", message, {
		hint: [...hints, `"${INVOCATION}" alone lists the commands`],
	});
}

/** Hints: the command that was meant, and the line to type if that is known. */
function meant(
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

/** The line with its command before the target, where grpcurl has it behind, or none where a method follows. */
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

/** Whether a flag's value may be, or hold, a credential, which no message repeats: `--proxy-url=http://USER:PASSWORD@HOST`. */
const isWithheld = (flag: string): boolean =>
	flag.startsWith("--token=") ||
	headerOf(flag) !== undefined ||
	/:\/\/.*@/s.test(flag);

/** Whether it is a header that the shell took apart, or kubectl's --password, which is no flag here: of the words that follow none may be repeated. */
const isTorn = (flag: string): boolean =>
	tornHeader(flag) !== undefined || (!flag.includes("=") && isSecret(flag));

/**
 * The words of a line and where each stands; its flags are withheld where one may be a credential, or cannot be read, and torn where
 * words are of a flag's value.
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
		if (leading.flags.some(isTorn)) return { words, flags: "torn" } as const;
		if (leading.flags.some(isWithheld)) flags = "withheld";
		const [text, ...others] = rest;
		if (text === undefined || text === "--") return { words, flags };
		words.push({ text, index: argv.length - rest.length });
		left = others;
	}
}

/** The flags that a line begins with; undefined where one lacks its value: that is for after the command. */
function readFlags(argv: readonly string[], known: Flags) {
	try {
		return leadingFlags(argv, known);
	} catch {
		return undefined;
	}
}
