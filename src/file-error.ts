import { dirname, isAbsolute } from "node:path";
import { type ErrorCode, PluginError } from "./errors.ts";
import { shellWord } from "./shell-word.ts";

/** A file, and who named it. */
type NamedFile = {
	/** The flag, variable or entry, as it is known: `--cacert`, `SSLKEYLOGFILE`. */
	readonly named: string;
	readonly file: string;
	/** Default: `bad-input`. */
	readonly code?: ErrorCode;
	/** What to do without it. */
	readonly hint?: string;
};

/** What to throw for a file that could not be read: `--cacert: ca.pem does not exist`, and where a relative path was looked for. */
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
			hint: isLost ? [`looked for in ${process.cwd()}`] : [],
			facts: { file },
		},
	);
}

/** What to throw for a file that could not be written: `--record: /x/run.jsonl cannot be written: there is no such folder`. */
export function unwritable(
	cause: unknown,
	{ named, file, code = "bad-input", hint }: NamedFile,
): PluginError {
	const lost = isAbsent(cause) ? [`mkdir -p ${shellWord(dirname(file))}`] : [];
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

/** The rest of a clause that begins with the file's name: `does not exist`. */
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

/** The same of a file that was to be written: `cannot be written: there is no such folder`. */
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

function shown(file: string): string {
	return file === "" ? '""' : file;
}

/** Whether there is no such file. */
export const isAbsent = (cause: unknown): boolean => codeOf(cause) === "ENOENT";

/** The same, or its path leads through a file: of a place out of several in which it may be. */
export const isNotHere = (cause: unknown): boolean =>
	isAbsent(cause) || codeOf(cause) === "ENOTDIR";

/** Node's word for it, `ENOENT`; else what was said. */
function codeOf(cause: unknown): string {
	if (!(cause instanceof Error)) return String(cause);
	return "code" in cause ? String(cause.code) : cause.message;
}
