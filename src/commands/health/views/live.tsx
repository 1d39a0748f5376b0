import { EXIT_STATUS, type ExitStatus } from "../../../cli/exit-status.ts";
import type { Timed } from "../../../cli/recording.ts";
import type { RunContext } from "../../../cli/run-context.ts";
import { toPluginError } from "../../../errors.ts";
import { createFeed, type Feed } from "../../../render/ink/feed.ts";
import { runScreen } from "../../../render/ink/run-screen.tsx";
import { exitStatusOf } from "../exit.ts";
import type { HealthFact } from "../facts.ts";
import type { AskedServices } from "../questions.ts";
import { refuseWhileUnreached } from "../refuse-if-unreached.ts";
import { healthReport } from "../report.ts";
import { LiveHealth } from "./live-health.tsx";
import { copyOf, type LiveModel, newModel, takeSeen } from "./live-model.ts";
import type { Output } from "./output.ts";
import { printHealthTable } from "./table.ts";

/**
 * Shows the live screen until the user quits it, then leaves the last state as a table in the terminal's history. The screen begins
 * after `screenAfter`, or with what ends the facts before that.
 */
export async function showLive(
	facts: AsyncIterable<Timed<HealthFact>>,
	services: AskedServices,
	output: Output,
	{ screenAfter }: Exclude<Output["live"], "lines">,
	context: RunContext,
): Promise<ExitStatus> {
	const model = newModel();
	const feed = createFeed(() => copyOf(model));
	const failing = new AbortController();
	const refuse = refuseWhileUnreached();
	const collecting = consume(facts, (seen) => {
		takeSeen(model, seen, services, output.timeAt(seen.atMs));
		refuse(model.state, seen.fact);
		feed.changed();
	}).catch((error: unknown) => failing.abort(toPluginError(error)));
	await Promise.race([screenAfter, collecting]);
	const end = await show(feed, services, output, context, failing.signal);
	void collecting;
	const report = healthReport(model.state, services);
	const { page, headers, scope, now } = output;
	if (report.pods.length > 0)
		output.stdout.write(
			printHealthTable(report, {
				page,
				headers,
				scope,
				layout: layoutOf(output),
				nowMs: now(),
			}),
		);
	return end === "interrupted" ? EXIT_STATUS.interrupted : exitStatusOf(report);
}

function layoutOf({ format }: Output): "table" | "wide" {
	return format.kind === "wide" ? "wide" : "table";
}

async function consume(
	facts: AsyncIterable<Timed<HealthFact>>,
	take: (seen: Timed<HealthFact>) => void,
): Promise<void> {
	for await (const seen of facts) take(seen);
}

/** Runs the screen until the user quits or interrupts it. @throws what ended the collectors */
async function show(
	feed: Feed<LiveModel>,
	services: AskedServices,
	output: Output,
	context: RunContext,
	failing: AbortSignal,
): Promise<"quit" | "interrupted"> {
	const element = (
		<LiveHealth
			feed={feed}
			services={services}
			scope={output.scope}
			layout={layoutOf(output)}
			startMs={performance.now()}
			timeAt={output.timeAt}
		/>
	);
	try {
		await runScreen(element, {
			stdin: context.stdin,
			stdout: output.stdout,
			stderr: output.stderr,
			colour: output.page.colour,
			signal: AbortSignal.any([context.signal, failing]),
		});
	} catch (caught) {
		const error = toPluginError(failing.aborted ? failing.reason : caught);
		if (error.code !== "cancelled") throw error;
		return "interrupted";
	}
	return "quit";
}
