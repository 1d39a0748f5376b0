/** A command line split at its first `--`, which is in neither part. Nothing behind it is a flag. */
type SplitAtDashes = {
	readonly own: readonly string[];
	readonly afterDashes: readonly string[];
};

/** Splits a command line at its first `--`. */
export function splitAtDashes(argv: readonly string[]): SplitAtDashes {
	const at = argv.indexOf("--");
	return at < 0
		? { own: argv, afterDashes: [] }
		: { own: argv.slice(0, at), afterDashes: argv.slice(at + 1) };
}
