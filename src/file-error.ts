import { dirname, isAbsolute } from "node:path";
import { type ErrorCode, PluginError } from "./errors.ts";
import { shellWord } from "./shell-word.ts";

/** A file, and the setting that names it. */
type NamedFile = {
	/** The flag, variable or entry, as the user knows it: `--cacert`, `SSLKEYLOGFILE`. */
	readonly named: string;
	readonly file: string;
	/** Default: `bad-input`. */
	readonly code?: ErrorCode;
	/** How to do without the file. */
	readonly hint?: string;
};

/** Returns the error for an unreadable file: `--cacert: ca.pem does not exist`. The hint names the folder of a relative path. */
export function unreadable(
	cause: unknown,
	{ named, file, code = "bad-input" }: NamedFile,
): PluginError {
	const isLost = isAbsent(cause) && !isAbsolute(file);
	return new PluginError(
		code,
		`${named}: ${shown(file)} ${whyUnreadable(cause)}`,
		{
			cause,
			hint: isLost
				? [...tildeHint(file), `looked for in ${process.cwd()}`]
				: [],
			facts: { file },
		},
	);
}

/** Returns the error for a file that could not be written: `--record: /x/run.jsonl cannot be written: there is no such folder`. */
export function unwritable(
	cause: unknown,
	{ named, file, code = "bad-input", hint }: NamedFile,
): PluginError {
	const made = isTilde(file)
		? tildeHint(file)
		: [`mkdir -p ${shellWord(dirname(file))}`];
	const lost = isAbsent(cause) ? made : [];
	return new PluginError(
		code,
		`${named}: ${shown(file)} ${whyUnwritable(cause)}`,
		{
			cause,
			hint: hint === undefined ? lost : [...lost, hint],
			facts: { file },
		},
	);
}

/** Returns the rest of a clause that begins with the file's name: `does not exist`. */
export function whyUnreadable(cause: unknown): string {
	const code = codeOf(cause);
	switch (code) {
		case "ENOENT":
			return "does not exist";
		case "ENOTDIR":
			return "does not exist: its path leads through a file";
		case "EISDIR":
			return "is a directory";
		case "EACCES":
		case "EPERM":
			return "may not be read by this user";
		case "EFBIG":
			return "is too large, or has no end";
		default:
			return `cannot be read (${code})`;
	}
}

/** The same for a file that could not be written: `cannot be written: there is no such folder`. */
export function whyUnwritable(cause: unknown): string {
	const code = codeOf(cause);
	switch (code) {
		case "ENOENT":
			return "cannot be written: there is no such folder";
		case "ENOTDIR":
			return "cannot be written: its path leads through a file";
		case "EISDIR":
			return "is a directory";
		case "EACCES":
		case "EPERM":
			return "may not be written by this user";
		case "EROFS":
			return "cannot be written: the file system is read-only";
		case "ENOSPC":
		case "EDQUOT":
			return "cannot be written: the disk is full";
		default:
			return `cannot be written (${code})`;
	}
}

/** Returns the hint for a path that begins with a `~`, which shells replace only at the start of a word: not in `--flag=~/x` or `@~/x`. */
export function tildeHint(file: string): readonly string[] {
	return isTilde(file)
		? [
				`shells replace ~ only where a word begins; in its place: "$HOME${file.slice(1)}"`,
			]
		: [];
}

const isTilde = (file: string): boolean => file.startsWith("~/");

function shown(file: string): string {
	return file === "" ? '""' : file;
}

/** Whether an error means that the file does not exist. */
export const isAbsent = (cause: unknown): boolean => codeOf(cause) === "ENOENT";

/** Whether a file is missing at one of several possible places. A path that leads through a file counts, too. */
export const isMissingPath = (cause: unknown): boolean =>
	isAbsent(cause) || codeOf(cause) === "ENOTDIR";

/** Returns Node's error code, such as `ENOENT`, else the error's text. */
function codeOf(cause: unknown): string {
	if (!(cause instanceof Error)) return String(cause);
	return "code" in cause ? String(cause.code) : cause.message;
}
