import yargsParser from "yargs-parser";
import { PluginError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { attachShortValues, needsValue } from "./attach-short-values.ts";
import { parseDurationMs } from "./duration.ts";
import type { Flag, Flags, FlagValues } from "./flags.ts";
import { splitAtDashes } from "./split-at-dashes.ts";
import { refuseSplitCredential } from "./split-header.ts";

/** A parsed command line. */
export type Arguments<F extends Flags> = {
	/** In their order. As in pflag, everything behind `--` is a word, too. */
	readonly words: readonly string[];
	readonly flags: FlagValues<F>;
	/** The words behind `--`. */
	readonly afterDashes: readonly string[];
};

/**
 * Parses a command line against a flag table, as kubectl's parser (pflag) does: flags anywhere, `-o yaml`, `-oyaml`, `--output=yaml`.
 * The last of a repeated flag wins, unless the flag is a list.
 * @throws PluginError `usage` for an unknown flag, a missing or bad value, a credential that the shell has cut off its header, a dash
 * that is not ASCII's before a flag
 */
export function parseArguments<F extends Flags>(
	argv: readonly string[],
	flags: F,
): Arguments<F> {
	const table = Object.entries<Flag>(flags);
	const names = (kinds: readonly Flag["kind"][]) =>
		table.filter(([, flag]) => kinds.includes(flag.kind)).map(([name]) => name);
	const { own, afterDashes } = splitAtDashes(attachShortValues(argv, flags));
	refuseSplitCredential(own);
	const parsed = yargsParser.detailed(own.map(quotedOnce), {
		string: names(["string", "strings", "integer", "duration"]),
		boolean: names(["boolean"]),
		configuration: {
			"boolean-negation": false,
			"camel-case-expansion": false,
			"dot-notation": false,
			"greedy-arrays": false,
			"parse-numbers": false,
			"parse-positional-numbers": false,
			"short-option-groups": false,
		},
	});
	const { _: words, ...given } = parsed.argv;
	refuseUnknown(Object.keys(given), flags);
	for (const word of words) refuseTypographicDash(String(word), flags);
	const values = Object.fromEntries(
		table.map(([name, flag]) => [name, typedValue(name, flag, given[name])]),
	);
	return {
		words: [...words.map(String), ...afterDashes],
		// Each value was made by its flag's kind in the table, so the mapped type holds by construction.
		flags: values as FlagValues<F>,
		afterDashes,
	};
}

/** Doubles the quotes around a value, since the parser removes a pair. The shell has removed its own; JSON strings need theirs. */
function quotedOnce(word: string): string {
	return word.replace(/^(--[^=]+=)((["']).*\3)$/s, "$1$3$2$3");
}

function refuseUnknown(given: readonly string[], flags: Flags): void {
	for (const name of given) {
		if (Object.hasOwn(flags, name)) continue;
		const near = nearLongFlag(name, flags);
		const shown = name.length === 1 ? `-${name}` : `--${name}`;
		throw new PluginError("usage", `unknown flag: ${shown}`, {
			hint: near === undefined ? [] : [`did you mean --${near}?`],
			facts: { flag: name },
		});
	}
}

/**
 * Refuses a flag whose dash a word processor or a chat has replaced. No word of a command line begins with such a dash. The value of
 * the flag is not repeated, since it may be a credential.
 */
function refuseTypographicDash(word: string, flags: Flags): void {
	const [, dash, given = ""] =
		/^([\u2010-\u2015\u2212]-*)([a-z][-a-z]*)/i.exec(word) ?? [];
	if (dash === undefined) return;
	const isLong = Object.hasOwn(flags, given);
	const [letter = ""] = given;
	const isShort = Object.values(flags).some(({ short }) => short === letter);
	const name = !isLong && isShort ? letter : given;
	throw new PluginError(
		"usage",
		`"${dash}${name}" begins with another dash than -`,
		{ hint: [`type ${isLong ? "--" : "-"}${name}`] },
	);
}

/** Returns a flag with a similar name. A single letter is similar to any other, so it gets no suggestion. */
function nearLongFlag(name: string, flags: Flags): string | undefined {
	const long = Object.keys(flags).filter((known) => known.length > 1);
	return name.length > 1 ? nearest(name, [...long, "help"]) : undefined;
}

function typedValue(name: string, flag: Flag, given: unknown): unknown {
	const all = (Array.isArray(given) ? given : [given]).filter(
		(value) => value !== undefined,
	);
	const last: unknown = isUnset(flag, all.at(-1)) ? undefined : all.at(-1);
	switch (flag.kind) {
		case "boolean":
			return last === true;
		case "strings":
			return all.map((value) =>
				textOf(name, flag, value, flag.empty === "allowed" ? "" : undefined),
			);
		case "string": {
			if (last === undefined) return flag.default;
			const text = textOf(name, flag, last, flag.bare);
			if (text === "-" && flag.written !== undefined)
				throw notOutput(name, flag);
			return chosen(name, flag.choices, text);
		}
		case "integer":
			return last === undefined
				? flag.default
				: integer(name, flag, textOf(name, flag, last, flag.bare?.toString()));
		case "duration": {
			const text =
				last === undefined ? flag.default : textOf(name, flag, last, flag.bare);
			return text === undefined ? undefined : duration(name, flag, text);
		}
	}
}

/**
 * Whether a flag counts as not given. kubectl ignores its own flags when their value is empty, as `--context "$CONTEXT"` may be in a
 * script. `-v` without a value is a level.
 */
const isUnset = ({ group, kind }: Flag, given: unknown): boolean =>
	given === "" && group === "cluster" && kind !== "integer";

/** Returns the text of a value. A flag without a value and `--name=` mean the same: the parser returns an empty text for both. */
function textOf(
	name: string,
	flag: Flag,
	value: unknown,
	bare: string | undefined,
): string {
	if (typeof value === "string" && value !== "") return value;
	if (bare !== undefined) return bare;
	throw needsValue(name, flag);
}

function notOutput(
	name: string,
	{ placeholder }: Extract<Flag, { readonly kind: "string" }>,
): PluginError {
	return new PluginError(
		"usage",
		`--${name}: standard output has the answer, and - is no name`,
		{ hint: [`--${name} ${placeholder}; one called - is ./-`] },
	);
}

function duration(
	name: string,
	{ minimum, unitless }: Extract<Flag, { readonly kind: "duration" }>,
	text: string,
): number {
	const valueMs = parseDurationMs(text, name, unitless);
	if (minimum === undefined || valueMs >= parseDurationMs(minimum, name))
		return valueMs;
	throw new PluginError("usage", `--${name}: ${text} is less than ${minimum}`);
}

function chosen(
	name: string,
	choices: readonly string[] | undefined,
	text: string,
): string {
	if (choices === undefined || choices.includes(text)) return text;
	const near = nearest(text, choices);
	throw new PluginError("usage", `--${name}: unknown value "${text}"`, {
		hint: [
			...(near === undefined ? [] : [`did you mean --${name}=${near}?`]),
			`one of: ${choices.join(", ")}`,
		],
	});
}

function integer(
	name: string,
	{ minimum, default: untold }: Extract<Flag, { readonly kind: "integer" }>,
	text: string,
): number {
	const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
	if (Number.isSafeInteger(value) && value >= minimum) return value;
	throw new PluginError(
		"usage",
		`--${name}: "${text}" is not a whole number of ${minimum} or more`,
		{ hint: untold === undefined ? [] : [`without --${name} it is ${untold}`] },
	);
}
