import { PluginError } from "../../errors.ts";
import type { CallArguments } from "./options.ts";

/** Matches a path. No format has a dot or a slash, except in its template, which may have been given without `jsonpath=`. */
const IS_PATH = /^[^={$]*[./\\]/;

/**
 * Returns the arguments with a file that --output names, as with curl, moved to --output-file. Other values of --output are formats.
 * @throws PluginError `usage` when both flags name a file
 */
export function withOutputFile(args: CallArguments): CallArguments {
	const { output, "output-file": file } = args.flags;
	if (!IS_PATH.test(output)) return args;
	if (file !== undefined)
		throw new PluginError(
			"usage",
			"--output and --output-file both name a file",
			{ hint: [`the responses go to one: --output-file ${file}`] },
		);
	return {
		...args,
		flags: { ...args.flags, output: "table", "output-file": output },
	};
}
