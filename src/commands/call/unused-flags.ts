import { type CallPlan, printsJson } from "./options.ts";
import type { Shown } from "./run-of.ts";
import { printNote } from "./views/print-note.ts";

const JSON_FLAGS = ["emit-defaults", "proto-names", "enum-numbers"] as const;

/**
 * Prints on stderr which flags have no effect, because responses are not printed, or not as JSON. The call goes on, as in grpcurl.
 */
export function printUnusedFlags(run: Shown): void {
	const { plan, args } = run;
	const why = whyUnused(plan);
	if (why === undefined) return;
	for (const name of JSON_FLAGS)
		if (args.flags[name]) printNote(run, `warning: --${name} is for ${why}`);
}

function whyUnused(plan: CallPlan): string | undefined {
	if (plan.repeat !== undefined)
		return "responses, and --repeat prints counts in their place";
	return printsJson(plan)
		? undefined
		: `JSON, and --format ${plan.format} prints none`;
}
