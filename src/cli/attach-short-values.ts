import { PluginError } from "../errors.ts";
import type { Flag, Flags } from "./flags.ts";

/**
 * Rewrites short flags and separate values to the form `--name=value`, by pflag's rules. `-oyaml`, `-o yaml` and `-o=yaml` are the
 * same, `-Aw` is two booleans, `-vv` is `-v=2`, and a value may start with a dash. yargs would read `-oyaml` as five flags. A long flag
 * may have one dash and a short one two, as in grpcurl: `-cacert` is not the container "acert", and `--d` is `-d`.
 * @throws PluginError `usage` for a value that is missing, or given to a boolean and neither true nor false
 */
export function attachShortValues(
	argv: readonly string[],
	flags: Flags,
): string[] {
	const attached: string[] = [];
	let left: readonly string[] = argv;
	for (;;) {
		const leading = leadingFlags(left, flags);
		attached.push(...leading.flags);
		const [word, ...others] = leading.rest;
		if (word === undefined || word === "--")
			return [...attached, ...leading.rest];
		attached.push(word);
		left = others;
	}
}

/** Rewrites the flags before the first word or `--`. `rest` is everything from there on, unchanged. @throws PluginError as above */
export function leadingFlags(
	argv: readonly string[],
	flags: Flags,
): { readonly flags: readonly string[]; readonly rest: readonly string[] } {
	const attached: string[] = [];
	const rest = [...argv];
	while (isFlag(rest[0])) {
		const word = rest.shift() ?? "";
		attached.push(...flagWords(word, flags, rest));
	}
	return { flags: attached, rest };
}

function isFlag(word: string | undefined): boolean {
	return word !== undefined && /^-./s.test(word) && word !== "--";
}

function flagWords(
	word: string,
	flags: Flags,
	rest: string[],
): readonly string[] {
	const [name = ""] = word.replace(/^--?/, "").split("=", 1);
	if (word.startsWith("--"))
		return isOfLetter(name, flags)
			? shortFlags(word.slice(1), flags, rest)
			: [longFlag(word, flags, rest)];
	return name.length > 1 && Object.hasOwn(flags, name)
		? [longFlag(`-${word}`, flags, rest)]
		: shortFlags(word, flags, rest);
}

/** Whether a name behind two dashes is a short flag: `--d`, `--vv`. grpcurl's flags take two dashes as well as one. */
function isOfLetter(name: string, flags: Flags): boolean {
	const found = withLetter(name.charAt(0), flags);
	if (found === undefined || Object.hasOwn(flags, name)) return false;
	return name.length === 1 || isCounted(found.flag, name);
}

function longFlag(word: string, flags: Flags, rest: string[]): string {
	const equals = word.indexOf("=");
	const name = equals < 0 ? word.slice(2) : word.slice(2, equals);
	const flag = Object.hasOwn(flags, name) ? flags[name] : undefined;
	if (flag === undefined) return word;
	if (equals < 0) return withNextValue(name, flag, rest);
	refuseOddBoolean(name, flag, word.slice(equals + 1));
	return word;
}

function shortFlags(word: string, flags: Flags, rest: string[]): string[] {
	const attached: string[] = [];
	for (let at = 1; at < word.length; at++) {
		const found = withLetter(word.charAt(at), flags);
		if (found === undefined) return [...attached, `-${word.slice(at)}`];
		const tail = word.slice(at + 1);
		if (found.flag.kind === "boolean" && !tail.startsWith("=")) {
			attached.push(`--${found.name}=true`);
			continue;
		}
		if (isCounted(found.flag, word.slice(at)))
			return [...attached, `--${found.name}=${word.length - at}`];
		// `-version`: a number does not begin with a letter, so the letters are a name.
		if (found.flag.kind === "integer" && /^[a-z]/i.test(tail))
			return [...attached, `--${word.slice(at)}`];
		const value = tail.startsWith("=") ? tail.slice(1) : tail;
		refuseOddBoolean(found.name, found.flag, value);
		return [
			...attached,
			tail === ""
				? withNextValue(found.name, found.flag, rest)
				: `--${found.name}=${value}`,
		];
	}
	return attached;
}

function withLetter(letter: string, flags: Flags) {
	const found = Object.entries(flags).find(([, { short }]) => short === letter);
	return found && { name: found[0], flag: found[1] };
}

/** Whether letters repeat a short flag to give its level: `-vv`. */
function isCounted(flag: Flag, letters: string): boolean {
	return (
		flag.kind === "integer" &&
		flag.bare !== undefined &&
		letters.length > 1 &&
		[...letters].every((letter) => letter === flag.short)
	);
}

function withNextValue(name: string, flag: Flag, rest: string[]): string {
	// The `=` is needed, since yargs would take the next word for the flag's value.
	if (flag.kind === "boolean") return `--${name}=true`;
	if ("bare" in flag && flag.bare !== undefined && !isLevel(flag, rest[0]))
		return `--${name}=`;
	const value = rest.shift();
	if (value === undefined) throw needsValue(name, flag);
	return `--${name}=${value}`;
}

/** The error for a flag without its value. */
export function needsValue(name: string, flag: Flag): PluginError {
	return new PluginError("usage", `--${name} needs a value`, {
		hint: valuesOf(name, flag),
	});
}

function valuesOf(name: string, flag: Flag): readonly string[] {
	if (flag.kind === "boolean") return [];
	const words = "choices" in flag ? flag.choices : undefined;
	return (words ?? [flag.placeholder]).map((word) => `--${name}=${word}`);
}

/** Whether the next word is the level of `-v 6`. klog's flag may also stand without one. */
function isLevel(flag: Flag, next: string | undefined): boolean {
	return flag.kind === "integer" && /^\d+$/.test(next ?? "");
}

function refuseOddBoolean(name: string, flag: Flag, value: string): void {
	if (flag.kind !== "boolean" || value === "true" || value === "false") return;
	throw new PluginError(
		"usage",
		`--${name}: "${value}" is neither true nor false`,
	);
}
