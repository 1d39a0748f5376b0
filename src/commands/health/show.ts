import type { Scope } from "../../cli/aim.ts";
import type { ExitStatus } from "../../cli/exit-status.ts";
import type { Timed } from "../../cli/recording.ts";
import type { RunContext } from "../../cli/run-context.ts";
import type { HealthFact } from "./facts.ts";
import type { Mode } from "./options.ts";
import type { AskedServices } from "./questions.ts";
import { showFollowed } from "./show-followed.ts";
import { showOnce } from "./show-once.ts";
import type { Output } from "./views/output.ts";

/** What is shown, and how. */
export type View = {
	readonly services: AskedServices;
	readonly mode: Mode;
	readonly scope: Scope;
};

/** Shows the facts of a run, once or as they come. @throws PluginError */
export function show(
	facts: AsyncIterable<Timed<HealthFact>>,
	{ services, mode }: View,
	output: Output,
	context: RunContext,
): Promise<ExitStatus> {
	return mode.kind === "once"
		? showOnce(facts, services, output, context.signal)
		: showFollowed(facts, { services, mode }, output, context);
}
