import type { Shown } from "./run-of.ts";
import { tell } from "./views/tell.ts";

const JSON_FLAGS = ["emit-defaults", "proto-names", "enum-numbers"] as const;

/** Says on stderr which flags change nothing, as responses are not printed as JSON; grpcurl goes on likewise. */
export function tellUnusedFlags(run: Shown): void {
	const { plan, args } = run;
	// Both print JSON, whatever requests are written in.
	const printsJson = plan.pods.kind === "all" || plan.output.kind === "whole";
	if (plan.format === "json" || printsJson) return;
	for (const name of JSON_FLAGS)
		if (args.flags[name])
			tell(
				run,
				`warning: --${name} is for JSON, and --format ${plan.format} prints none`,
			);
}
