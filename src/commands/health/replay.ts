import { recordedScope } from "../../cli/aim.ts";
import { EXIT_STATUS, type ExitStatus } from "../../cli/exit-status.ts";
import { paced, type RecordedRun } from "../../cli/recording.ts";
import type { RunContext } from "../../cli/run-context.ts";
import { begun, listedInFull } from "./begun.ts";
import type { HealthFact } from "./facts.ts";
import type { HealthOptions } from "./options.ts";
import { show, type View } from "./show.ts";
import type { Output } from "./views/output.ts";

/** How a recorded run is shown, and whether it had asked once or had followed. */
type RecordedView = View & { readonly recorded: "once" | "followed" };

/** Shows a recorded run as on that day. @throws PluginError */
export async function replay(
	run: RecordedRun<HealthFact>,
	options: HealthOptions,
	output: Output,
	context: RunContext,
): Promise<ExitStatus> {
	const { startedMs, facts } = run;
	const view = await recordedView(run.view, options);
	const thenMs = startedMs ?? context.now();
	const asThen: Output = {
		...output,
		live:
			output.live === "lines" ? "lines" : { screenAfter: Promise.resolve() },
		scope: view.scope,
		now: () => thenMs,
		timeAt: (atMs) => thenMs + atMs,
	};
	// A pipe and a one-shot table have no use for the pauses of the recorded run.
	const speed = view.mode.kind === "watch" && output.live !== "lines" ? 1 : 0;
	const seen = begun(facts);
	const isTableOfEnd =
		view.recorded === "followed" && view.mode.kind === "once";
	const status = await show(
		paced(isTableOfEnd ? listedInFull(seen) : seen, speed, context.signal),
		view,
		asThen,
		context,
	);
	return context.signal.aborted ? EXIT_STATUS.interrupted : status;
}

/** Returns what the recorded run asked for. Without --watch, a recording of a watch is shown as a table of its end. */
async function recordedView(
	view: Readonly<Record<string, unknown>>,
	options: HealthOptions,
): Promise<RecordedView> {
	const { isAskedServices, isFollowing } = await import("./is-fact.ts");
	const services = isAskedServices(view["services"])
		? view["services"]
		: options.questions.services;
	return {
		services,
		mode: options.mode,
		scope: recordedScope(view),
		recorded: isFollowing(view["mode"]) ? "followed" : "once",
	};
}
