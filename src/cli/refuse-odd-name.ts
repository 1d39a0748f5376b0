import { PluginError } from "../errors.ts";
import { quoted } from "../kubernetes/targets/quoted.ts";

/**
 * Refuses a name that nothing in a schema can have. Copied from a web page it may end in a space that does not break, and "unknown;
 * did you mean" would show the same name twice.
 * @param what what was to be named: `--service`, `the method`
 * @throws PluginError `usage`
 */
export function refuseOddName(what: string, name: string): void {
	if (/^[\x21-\x7e]*$/.test(name)) return;
	throw new PluginError(
		"usage",
		`${what} ${quoted(name)} holds characters that no name in a schema has`,
		{
			hint: [
				"such names have letters, digits, _ and . alone, and / before a method",
			],
		},
	);
}
