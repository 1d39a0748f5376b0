import type { Writable } from "node:stream";
import { EXIT_STATUS, type ExitStatus } from "../../cli/exit-status.ts";
import type { StructuredFormat } from "../../render/output-format.ts";
import { objectPrinter } from "../../render/structured.ts";
import { sharedSchemaBuilder } from "../../schema/source/schema-builder.ts";
import { type Called, type Connected, calledOver, factsOf } from "./called.ts";
import { collectAnswer } from "./collect-answer.ts";
import { conclude } from "./conclude.ts";
import type { CallEnd } from "./facts.ts";
import { learnMethod } from "./learn-method.ts";
import { toOutputFile } from "./output-file.ts";
import { failuresTo } from "./recording/recorder.ts";
import { callResult } from "./report.ts";
import { sharedBudget, UNBOUNDED } from "./response-budget.ts";
import type { Run, Shown } from "./run-of.ts";
import { printFailure } from "./views/print-failure.ts";
import { streamView } from "./views/stream.ts";
import { whileWaiting } from "./while-waiting.ts";

/** Calls the pod behind an open channel and shows the call in the form that the user asked for. @throws PluginError */
export async function showCall(
	run: Run,
	connected: Connected,
): Promise<ExitStatus> {
	const { target, take } = connected;
	const known = await failuresTo(run.recorder, () =>
		whileWaiting(run, "reading the schema…", (tell) =>
			learnMethod(run, {
				target,
				take,
				builder: sharedSchemaBuilder(),
				told: new Map(),
				tell,
			}),
		),
	);
	return showCalled(run, calledOver(run, connected, known));
}

/** Shows a call in the form that the user asked for. Reading the facts makes the call. @throws PluginError */
export async function showCalled(
	run: Shown,
	called: Called,
): Promise<ExitStatus> {
	const { output } = run.plan;
	switch (output.kind) {
		case "responses":
			return showResponses(run, called);
		case "screen": {
			const { showLive } = await import("./live/show-live.tsx");
			return showLive(run, called);
		}
		case "whole":
			return showResult(run, called, output.format);
	}
}

async function showResponses(run: Shown, called: Called): Promise<ExitStatus> {
	const { context, plan } = run;
	const print = (out: Writable) => printResponses(run, called, out);
	const { end, undecodable } = await (plan.outputFile === undefined
		? print(context.stdout)
		: toOutputFile(plan.outputFile, print));
	if (context.signal.aborted || end === undefined)
		return EXIT_STATUS.interrupted;
	return conclude(called, { end, undecodable }, (status) =>
		printFailure(run, called, status, end),
	);
}

async function printResponses(run: Shown, called: Called, out: Writable) {
	const view = streamView(run, called, out);
	return whileWaiting(run, "waiting for the answer…", async (_, stop) => {
		let end: CallEnd | undefined;
		try {
			for await (const fact of factsOf(run, called)) {
				stop();
				view.show(fact);
				await view.room();
				if (fact.kind === "end") end = fact;
			}
		} finally {
			await view.flush();
		}
		return { end, undecodable: view.undecodable() };
	});
}

async function showResult(
	run: Shown,
	called: Called,
	format: StructuredFormat,
): Promise<ExitStatus> {
	const { context, page } = run;
	const budget = called.by.kind === "recording" ? UNBOUNDED : sharedBudget()();
	const collected = await whileWaiting(run, "waiting for the answer…", () =>
		collectAnswer(run, called, budget),
	);
	const print = await objectPrinter(format, page);
	context.stdout.write(print(callResult(collected.method, collected.answer)));
	if (context.signal.aborted) return EXIT_STATUS.interrupted;
	return conclude(called, collected, async (status) => {
		// The printed result contains the status. If the result is incomplete, the user must not miss it, so stderr says so, too.
		if (budget.isFull()) await printFailure(run, called, status, collected.end);
	});
}
