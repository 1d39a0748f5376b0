import type { Completer } from "../../cli/completion/completer.ts";
import { SCENARIOS } from "../../sandbox/scenarios/catalogue.ts";

/** The scenarios of `--scenario`, each with its line of the list. */
export const completeScenario: Completer = async () => [
	...Object.entries(SCENARIOS).map(([value, description]) => ({
		value,
		description,
	})),
	{ value: "list", description: "names them all" },
];
