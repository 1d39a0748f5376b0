import { PluginError } from "../errors.ts";
import type { Flag, Flags } from "./flags.ts";

/**
 * Rewrites short flags and separate values to the one form `--name=value`, by pflag's rules: `-oyaml`, `-o yaml` and `-o=yaml` are
 * the same, `-Aw` is two booleans, `-vv` is `-v=2`, and a value may start with a dash. yargs reads `-oyaml` as five flags, kubectl's users do not.
 * @throws PluginError `usage` for a value that is missing, or given to a boolean and neither true nor false
 */
export function attachShortValues(
	argv: readonly string[],
	flags: Flags,
): string[] {
	const byShort = new Map(
		Object.entries(flags).flatMap(([name, flag]) =>
			flag.short === undefined ? [] : [[flag.short, { name, flag }] as const],
		),
	);
	const attached: string[] = [];
	const rest = [...argv];
	for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
		if (word === "--") return [...attached, word, ...rest];
		if (word.startsWith("--")) attached.push(longFlag(word, flags, rest));
		else if (word.startsWith("-") && word.length > 1)
			attached.push(...shortFlags(word, byShort, rest));
		else attached.push(word);
	}
	return attached;
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

function shortFlags(
	word: string,
	byShort: ReadonlyMap<string, { readonly name: string; readonly flag: Flag }>,
	rest: string[],
): string[] {
	const attached: string[] = [];
	for (let at = 1; at < word.length; at++) {
		const found = byShort.get(word.charAt(at));
		if (found === undefined) return [...attached, `-${word.slice(at)}`];
		const tail = word.slice(at + 1);
		if (found.flag.kind === "boolean" && !tail.startsWith("=")) {
			attached.push(`--${found.name}=true`);
			continue;
		}
		if (isCounted(found.flag, word.slice(at)))
			return [...attached, `--${found.name}=${word.length - at}`];
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

/** `-vv`: a level given by repeating its letter. */
function isCounted(flag: Flag, letters: string): boolean {
	return (
		flag.kind === "integer" &&
		flag.bare !== undefined &&
		letters.length > 1 &&
		[...letters].every((letter) => letter === flag.short)
	);
}

function withNextValue(name: string, flag: Flag, rest: string[]): string {
	// Always with `=`: yargs would take the next word for the value of a flag that stands alone.
	if (flag.kind === "boolean") return `--${name}=true`;
	if ("bare" in flag && flag.bare !== undefined && !isLevel(flag, rest[0]))
		return `--${name}=`;
	const value = rest.shift();
	if (value === undefined)
		throw new PluginError("usage", `--${name} needs a value`);
	return `--${name}=${value}`;
}

/** `-v 6`: klog's level may stand alone, too. */
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
