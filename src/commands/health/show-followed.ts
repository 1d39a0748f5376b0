import type { ExitStatus } from "../../cli/exit-status.ts";
import type { Timed } from "../../cli/recording.ts";
import type { RunContext } from "../../cli/run-context.ts";
import { printLines } from "../../render/page.ts";
import { changesOf } from "./changes.ts";
import { exitStatusOf } from "./exit.ts";
import type { HealthFact } from "./facts.ts";
import type { HealthChange } from "./health-change.ts";
import type { Mode } from "./options.ts";
import type { AskedServices } from "./questions.ts";
import { refuseWhileUnreached } from "./refuse-if-unreached.ts";
import { healthReport } from "./report.ts";
import { newState, takeFact } from "./state.ts";
import { changeLine } from "./views/change-line.ts";
import type { Output } from "./views/output.ts";
import { waitUntilServing } from "./wait-until-serving.ts";

type Followed = { readonly services: AskedServices; readonly mode: Mode };

/**
 * Shows facts as they come: on a live screen, or as one line for each change. With --wait, prints the report when all pods serve or
 * the time is over.
 */
export async function showFollowed(
	facts: AsyncIterable<Timed<HealthFact>>,
	{ services, mode }: Followed,
	output: Output,
	context: RunContext,
): Promise<ExitStatus> {
	if (mode.kind === "wait")
		return waitUntilServing(facts, services, output, context.signal);
	if (output.live === "lines") return printChanges(facts, services, output);
	const { showLive } = await import("./views/live.tsx");
	return showLive(facts, services, output, output.live, context);
}

async function printChanges(
	facts: AsyncIterable<Timed<HealthFact>>,
	services: AskedServices,
	output: Output,
): Promise<ExitStatus> {
	const print = await changePrinter(output);
	const state = newState();
	const refuse = refuseWhileUnreached();
	for await (const { atMs, fact } of facts) {
		const changes = changesOf(
			state,
			fact,
			new Date(output.timeAt(atMs)).toISOString(),
			services,
		);
		takeFact(state, fact);
		refuse(state, fact);
		const lines = changes.map(print).join("");
		// A full pipe slows down the facts, and so the servers, instead of filling our memory.
		if (lines !== "" && !output.stdout.write(lines))
			await new Promise<void>((resolve) =>
				output.stdout.once("drain", resolve),
			);
	}
	return exitStatusOf(healthReport(state, services));
}

async function changePrinter({
	format,
	page,
	scope,
}: Output): Promise<(change: HealthChange) => string> {
	switch (format.kind) {
		case "table":
		case "wide":
		case "name":
		case "junit":
			return (change) => printLines([changeLine(change, scope)], page);
		default: {
			const { objectPrinter } = await import("../../render/structured.ts");
			return objectPrinter(format, page, "stream");
		}
	}
}
