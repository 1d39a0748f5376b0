import { readFileSync } from "node:fs";
import { unreadable } from "../file-error.ts";

/**
 * Headers as flags give them: `name: value`, or `@FILE` with one a line, where empty lines and those that begin with # count for nothing.
 * A token in a file is in no argument list.
 * @throws PluginError `bad-input` for a file that cannot be read
 */
export function headerLines(
	values: readonly string[],
	flag = "-H",
): readonly string[] {
	return values.flatMap((value) =>
		value.startsWith("@") ? linesOf(value.slice(1), flag) : [value],
	);
}

function linesOf(file: string, flag: string): readonly string[] {
	try {
		return readFileSync(file, "utf8")
			.split(/\r?\n/)
			.filter((line) => line.trim() !== "" && !line.startsWith("#"));
	} catch (cause) {
		throw unreadable(cause, { named: flag, file });
	}
}
