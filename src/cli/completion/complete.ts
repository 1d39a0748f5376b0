import type { Command } from "../command.ts";
import type { Flag, Flags } from "../flags.ts";
import type { CompletedBy } from "./completed-by.ts";
import {
	type Candidate,
	type Completers,
	type Completion,
	type CompletionRequest,
	NOTHING,
} from "./completer.ts";
import { type Line, readLine } from "./line.ts";
import { requestFor } from "./request.ts";

/** The parts of the program that completion needs. */
export type Completable = {
	readonly commands: readonly Command[];
	readonly completers: Completers;
};

/**
 * Completes the last of the words behind `kubectl grpc`. The last word is empty where a new word begins.
 * @throws PluginError and whatever a completer throws: there is nothing to offer then
 */
export async function complete(
	words: readonly string[],
	{ commands, completers }: Completable,
	surroundings: Pick<CompletionRequest, "env" | "signal">,
): Promise<Completion> {
	const line = readLine(words.slice(0, -1), words.at(-1) ?? "", commands);
	const ask = (by: CompletedBy | undefined) =>
		answer(by, completers, () => requestFor(line, surroundings));
	return narrowed(await offered(line, commands, ask), line.prefix);
}

async function offered(
	{ cursor, words }: Line,
	commands: readonly Command[],
	ask: (by: CompletedBy | undefined) => Promise<Completion>,
): Promise<Completion> {
	switch (cursor.at) {
		case "command-name":
			return words.length > 0 ? NOTHING : of(commandNames(commands));
		case "flag-name":
			return of(flagNames(cursor.flags));
		case "flag-value":
			return ask(completedBy(cursor.flag));
		case "word":
			return ask(wordCompletedBy(cursor.command, words));
		case "after-dashes":
			return { candidates: [], next: "files" };
		case "nowhere":
			return NOTHING;
	}
}

async function answer(
	by: CompletedBy | undefined,
	completers: Completers,
	request: () => CompletionRequest,
): Promise<Completion> {
	if (by === undefined) return NOTHING;
	if (typeof by !== "string") return of(by.map((value) => ({ value })));
	const completer = await completers[by]();
	const given = await completer(request());
	return "next" in given ? given : of(given);
}

function of(candidates: readonly Candidate[]): Completion {
	return { candidates, next: "space" };
}

/** Keeps the candidates that begin with the typed word. No space follows an incomplete value such as `jsonpath=`. */
function narrowed(
	{ candidates, next }: Completion,
	prefix: string,
): Completion {
	const fitting = candidates.filter(({ value }) => value.startsWith(prefix));
	const isOpen =
		fitting.length > 0 && fitting.every(({ value }) => /[=/]$/.test(value));
	return {
		candidates: fitting,
		next: isOpen && next === "space" ? "no-space" : next,
	};
}

function completedBy(flag: Flag): CompletedBy | undefined {
	if (flag.kind === "boolean") return ["true", "false"];
	return flag.complete ?? (flag.kind === "string" ? flag.choices : undefined);
}

/** Returns what completes a word. A list of values completes only the first word of a command. */
function wordCompletedBy(
	{ complete }: Command,
	words: readonly string[],
): CompletedBy | undefined {
	return typeof complete === "string" || words.length === 0
		? complete
		: undefined;
}

function commandNames(commands: readonly Command[]): readonly Candidate[] {
	return [
		...commands.map(({ name, summary }) => ({
			value: name,
			description: summary,
		})),
		{
			value: "options",
			description: "List the flags that every command takes",
		},
		{ value: "help", description: "Help about a command" },
	];
}

function flagNames(flags: Flags): readonly Candidate[] {
	const own = Object.entries(flags).map(([name, { help }]) => ({
		value: name.length === 1 ? `-${name}` : `--${name}`,
		description: help.split(/(?<=\.) /, 1)[0] ?? "",
	}));
	return [...own, { value: "--help", description: "Help about the command." }];
}
