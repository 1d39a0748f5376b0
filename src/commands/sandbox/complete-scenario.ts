import type { Completer } from "../../cli/completion/completer.ts";
import { SCENARIOS } from "../../sandbox/scenarios/catalogue.ts";

/** Returns the scenarios for `--scenario`, each with its description. */
export const completeScenario: Completer = async () => [
	...Object.entries(SCENARIOS).map(([value, description]) => ({
		value,
		description,
	})),
	{ value: "list", description: "names them all" },
];
