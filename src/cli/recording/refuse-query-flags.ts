import { isDeepStrictEqual } from "node:util";
import { PluginError } from "../../errors.ts";
import { listed } from "../../listed.ts";
import type { Flags } from "../flags.ts";
import { INHERITED_FLAGS } from "../inherited-flags.ts";
import { RECORDING_FLAGS, TABLE_FLAGS } from "../output-flags.ts";
import { type Arguments, parseArguments } from "../parse-arguments.ts";

/** Flags that a replay ignores: those for showing a run, and those of the cluster. Scripts pass them to every command. */
const SHOWING: ReadonlySet<string> = new Set([
	...Object.keys(TABLE_FLAGS),
	...Object.keys(RECORDING_FLAGS),
	...Object.keys(INHERITED_FLAGS),
	"output",
]);

/**
 * Refuses flags of a query beside --replay, since a recording already has its answers. A flag that is given its default value is
 * accepted.
 * @param table the command's flags
 * @param showing those of them that say how a run is shown, besides what every command has
 * @throws PluginError `usage`
 */
export function refuseQueryFlags<F extends Flags>(
	{ flags }: Pick<Arguments<F>, "flags">,
	table: F,
	showing: readonly (string & keyof F)[],
): void {
	const given = new Map<string, unknown>(Object.entries(flags));
	if (given.get("replay") === undefined) return;
	const unsaid = new Map<string, unknown>(
		Object.entries(parseArguments([], table).flags),
	);
	const shows = new Set([...SHOWING, ...showing]);
	const asking = [...given]
		.filter(
			([name, value]) =>
				!shows.has(name) && !isDeepStrictEqual(value, unsaid.get(name)),
		)
		.map(([name]) => `--${name}`);
	if (asking.length > 0)
		throw new PluginError(
			"usage",
			`--replay shows what was seen, and asks nothing: leave out ${listed(asking)}`,
		);
}
